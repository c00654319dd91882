"""The letters that a PDF carries with it: their outlines, without what only a typesetting program would read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from unittest.mock import patch

from fontTools import subset  # type: ignore[import-untyped]
from matplotlib.backends import _backend_pdf_ps
from matplotlib.font_manager import FontPath

# All that a reader of PDF asks of a TrueType font whose letters are chosen by number (ISO 32000-1, 9.9, table 126).
# matplotlib has fontTools read, shrink and write the rules of typesetting, too: three quarters of the time of a PDF.
READ = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")


@contextlib.contextmanager
def bare_letters() -> Iterator[None]:
    """While this holds, matplotlib embeds bare letters in a PDF. It has no setting for that."""
    with patch.object(_backend_pdf_ps, "get_glyphs_subset", _bare):
        yield


@contextlib.contextmanager
def _bare(file: FontPath, glyphs: Iterable[int]) -> Iterator[SimpleNamespace]:
    """Take the place of matplotlib's own: a font of these glyphs alone, and their new numbers by the old ones."""
    options = subset.Options(glyph_names=False, recommended_glyphs=True, font_number=file.face_index)
    with subset.load_font(file, options) as font:
        for table in set(font.keys()) - {*READ, "GlyphOrder"}:
            del font[table]
        font.setGlyphOrder([f"glyph{number}" for number in range(font["maxp"].numGlyphs)])
        chosen = subset.Subsetter(options)
        chosen.populate(gids=glyphs)
        chosen.subset(font)
        yield SimpleNamespace(font=font, glyph_index_map=chosen.glyph_index_map)
