"""Whoever imports this has the large libraries loaded: the server does, before anything is forked from it."""

from press.build.preload import load

load()
