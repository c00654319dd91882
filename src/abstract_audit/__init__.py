"""Can the figures that an abstract prints be true together? Each is held against the others, by arithmetic alone."""
