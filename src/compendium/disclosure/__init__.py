"""Disclosure control: no patient is given away by what is published; between the analyses and their exhibits."""
