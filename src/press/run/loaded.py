"""Whoever imports this has the large libraries loaded: the server does, before anything is forked from it."""

from importlib import import_module

from press.run.preload import count_threads, load

_OF_THE_PRESS = ("press.notebooks", "press.run.worker")

load()  # first: what the press's own modules load would hide what a library sets
for _module in _OF_THE_PRESS:
    import_module(_module)
count_threads()
