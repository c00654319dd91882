"""One step in a process of its own: a kernel for a notebook, a function to call, and the end of all they started."""
