"""A simulated registry: patients who are nobody, drawn so that every printed figure of the study comes out."""
