"""What is about to leave of a registry of patients, read as a stranger reads it, and the certificate that says so."""
