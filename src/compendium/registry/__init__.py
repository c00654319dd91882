"""What comes in: the codebook, reading and checking a registry, and simulating one."""
