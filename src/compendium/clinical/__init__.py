"""The clinical meaning: who is in the study, what a response is, and the four questions asked of the cohort."""
