"""Whoever imports this has the large libraries loaded: the server does, before anything is forked from it."""

import gc
from importlib import import_module

from press.run.preload import count_threads, load

_OF_THE_PRESS = ("press.notebooks", "press.run.worker")

gc.disable()  # to look for garbage among what is only being loaded takes a fifth of the time
load()  # first: what the press's own modules load would hide what a library sets
for _module in _OF_THE_PRESS:
    import_module(_module)
# What each step would otherwise do once more: compile the form that a notebook must have, and ask every package whether
# it starts kernels.
_nbformat = import_module("nbformat")  # not above: the press decides what it loads
_nbformat.validate(_nbformat.v4.new_notebook())
import_module("jupyter_client.provisioning.factory").KernelProvisionerFactory.instance()
# What is loaded stays: a fork that looked through it for garbage would take a copy of all, and a third of a second.
gc.freeze()
# Every fork, kernels too, looks for garbage less often than Python's own 700 objects would have it: a step ends soon,
# and takes some 3 % less of the processor. It shows in nothing but time and memory.
gc.set_threshold(7_000, 20, 20)
gc.enable()
count_threads()
