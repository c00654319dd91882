"""From a centre's names, codes and units to those of the codebook, as its mapping file says, and how to draft one."""
