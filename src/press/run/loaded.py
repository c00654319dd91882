"""Whoever imports this has the large libraries loaded: the server does, before anything is forked from it."""

from importlib import import_module

from press.run.preload import count_threads, load

load()
for _module in (
    "press.notebooks",
    "press.run.worker",
):  # after it: what they have loaded would hide what a library sets
    import_module(_module)
count_threads()
