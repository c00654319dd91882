"""How often the study's intervals hold the true value and its tests err, in cohorts drawn where the truth is known."""
