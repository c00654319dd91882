"""The situations that are simulated, by what is asked in them: each a program that draws a cohort of known truth."""
