"""Whoever imports this has the large libraries loaded: the server does, before anything is forked from it."""

from press.run.preload import load

load()
