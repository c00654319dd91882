"""Figures: the same bytes every time, nothing too small to print, colours told apart, words for every picture."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import pypdf
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text
from PIL import Image

from press.exhibits.figure.exhibit import FIGURE_FORMATS, PICTURES, Exhibit, figure_bytes
from press.exhibits.figure.pdf_letters import READ
from press.exhibits.figure.style import COLOURS, SERIES, SMALLEST, TWO_COLUMNS, journal_style, new_figure

from ..origin import SIMULATED
from .example import draw


def test_every_format_is_byte_for_byte_the_same_on_a_second_run(
    exhibit: Exhibit, again: Exhibit, tmp_path: Path
) -> None:
    first, second, third = exhibit.save(tmp_path / "a"), again.save(tmp_path / "b"), exhibit.save(tmp_path / "c")
    assert [path.suffix[1:] for path in first] == list(FIGURE_FORMATS)
    for one, two, three in zip(first, second, third, strict=True):
        assert one.read_bytes() == two.read_bytes() == three.read_bytes(), one.name


def test_showing_a_figure_first_does_not_change_what_is_saved(exhibit: Exhibit, again: Exhibit) -> None:
    figure_bytes(exhibit.figure, "png", name="shown", dpi=90)
    assert figure_bytes(exhibit.figure, "svg", name="x") == figure_bytes(again.figure, "svg", name="x")


def test_one_layout_and_one_drawing_for_each_format_are_all_that_is_done(
    exhibit: Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture in the notebook is the printed one, at half its size: it is not drawn again."""
    done: list[str] = []

    def count(kind: type, name: str) -> None:
        original = getattr(kind, name)
        monkeypatch.setattr(kind, name, lambda *given, **named: (done.append(name), original(*given, **named))[1])

    count(ConstrainedLayoutEngine, "execute")
    count(Figure, "draw")
    *_, png, _ = exhibit.save(tmp_path)
    InteractiveShell.instance()
    with capture_output() as captured:
        exhibit._ipython_display_()
    assert done == ["execute"] * 2 + ["draw"] * len(PICTURES)
    with Image.open(png) as printed, Image.open(BytesIO(captured.outputs[0].data["image/png"])) as shown:
        assert printed.convert("RGB").reduce(2).tobytes() == shown.tobytes()


def test_a_pdf_carries_the_outlines_of_its_letters_and_none_of_a_typesetter_s_rules(exhibit: Exhibit) -> None:
    """The tables are those that ISO 32000-1, 9.9, asks for; the words can still be searched for and copied."""
    pages = pypdf.PdfReader(BytesIO(figure_bytes(exhibit.figure, "pdf"))).pages
    assert "Simulated registry: no patient data." in " ".join(pages[0].extract_text().split())
    fonts = [font.get_object()["/DescendantFonts"][0] for font in pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        file = font.get_object()["/FontDescriptor"]["/FontFile2"].get_data()
        assert set(TTFont(BytesIO(file)).keys()) - {"GlyphOrder"} == set(READ)


@pytest.mark.parametrize("name", ["$x$", "$", r"100 $\frac$", "a_1 $^2$ & <b>", "=cmd|' /C calc'!A0"])
def test_a_name_from_the_data_is_drawn_as_it_stands(name: str, exhibit: Exhibit) -> None:
    """matplotlib takes what stands between dollar signs for mathematics, and fails where it is none."""
    with journal_style():
        exhibit.figure.axes[0].set_xlabel(name)
    svg = ElementTree.fromstring(figure_bytes(exhibit.figure, "svg", alt=name, title=name))
    assert svg.findtext(".//{http://purl.org/dc/elements/1.1/}title") == name
    page = pypdf.PdfReader(BytesIO(figure_bytes(exhibit.figure, "pdf"))).pages[0]
    assert name.replace(" ", "") in page.extract_text().replace(" ", "")


def test_a_style_set_elsewhere_does_not_show(exhibit: Exhibit) -> None:
    with mpl.rc_context({"font.size": 30, "savefig.bbox": "tight", "svg.fonttype": "none", "lines.linewidth": 9}):
        other = draw()
        changed = [figure_bytes(other.figure, ending, name="x") for ending in PICTURES]
    assert changed == [figure_bytes(exhibit.figure, ending, name="x") for ending in PICTURES]


def test_no_file_holds_a_date(exhibit: Exhibit) -> None:
    files = {ending: figure_bytes(exhibit.figure, ending, name=exhibit.name) for ending in PICTURES}
    assert b"<dc:date>" not in files["svg"]
    assert b"CreationDate" not in files["pdf"]
    assert b"tIME" not in files["png"]


def test_two_figures_share_no_random_id(exhibit: Exhibit) -> None:
    ids = [
        set(re.findall(r'<(?:clipPath|path) id="([^"]+)"', figure_bytes(exhibit.figure, "svg", name=name).decode()))
        for name in ("one", "two")
    ]
    assert ids[0] and not {one for one in ids[0] & ids[1] if re.fullmatch(r"[pmC][0-9a-f]{8,}.*", one)}


def test_title_and_words_are_inside_the_files(exhibit: Exhibit, tmp_path: Path) -> None:
    svg, pdf, png, _ = (path.read_bytes() for path in exhibit.save(tmp_path))
    assert exhibit.title.encode() in svg and exhibit.alt.encode() in svg
    assert exhibit.title.encode() in pdf and exhibit.title.encode() in png


def test_nothing_is_printed_smaller_than_seven_points(exhibit: Exhibit) -> None:
    exhibit.figure.draw_without_rendering()
    sizes = [float(text.get_fontsize()) for text in exhibit.figure.findobj(Text) if text.get_text()]
    assert sizes and min(sizes) >= SMALLEST == 7


def test_the_footnote_stays_inside_the_figure_and_below_its_panels(exhibit: Exhibit) -> None:
    figure = exhibit.figure
    figure.draw_without_rendering()
    note = next(text for text in figure.findobj(Text) if "Simulated registry" in text.get_text())
    box = note.get_window_extent()
    assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1
    panels = [axes.get_tightbbox() for axes in figure.axes]
    assert panels and all(panel is not None and box.y1 <= panel.y0 for panel in panels)


@pytest.mark.parametrize("width", [TWO_COLUMNS, TWO_COLUMNS / 2])
def test_a_figure_has_the_journal_s_width_in_millimetres(width: float) -> None:
    assert [side * 25.4 for side in new_figure(width, 60).get_size_inches()] == pytest.approx([width, 60])


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("one", "other"), [("patients", "placebo"), ("patients", "light")])
def test_the_two_colours_of_a_comparison_survive_a_grey_print(one: str, other: str) -> None:
    dark, bright = sorted(_luminance(COLOURS[name]) for name in (one, other))
    assert (bright + 0.05) / (dark + 0.05) > 1.9


def test_no_two_colours_of_a_comparison_are_the_same() -> None:
    assert all(COLOURS[one] != COLOURS[other] for one, other in combinations(("patients", "trial", "placebo"), 2))
    assert len(set(SERIES)) == len(SERIES)


def test_a_notebook_shows_the_picture_once_with_its_words_and_its_caption(exhibit: Exhibit, again: Exhibit) -> None:
    InteractiveShell.instance()
    shown = []
    for one in (exhibit, again):
        with capture_output() as captured:
            one._ipython_display_()
        shown.append([(output.data, output.metadata) for output in captured.outputs])
    picture, caption = shown[0]
    assert picture[0]["text/plain"] == exhibit.alt and picture[1]["image/png"]["alt"] == exhibit.alt
    assert caption[0]["text/markdown"] == f"**{exhibit.title}** {exhibit.caption.removesuffix(' ' + SIMULATED)}"
    assert '<span class="row" data-rows="demo.n">123</span> &amp; more.' in caption[0]["text/html"]
    assert shown[0] == shown[1]
    assert repr(exhibit) == "<Exhibit figure_demo: Strength over time.>"


@pytest.mark.parametrize("ending", PICTURES)
@pytest.mark.parametrize("term", ["头痛", "片頭痛", "두통", "🤕"])
def test_a_sign_that_the_font_lacks_is_a_box_and_no_warning_that_names_a_file(term: str, ending: str) -> None:
    """A term in Chinese stopped the notebook on safety: matplotlib's warning holds the path of the project."""
    figure = new_figure(60, 30)
    figure.subplots().set_title(term)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert figure_bytes(figure, ending)


def test_panels_stand_at_places_of_at_most_six_decimals(exhibit: Exhibit) -> None:
    """The last digits of a layout's arithmetic differ between machines, and the files are compared by their bytes."""
    figure_bytes(exhibit.figure, "svg")
    for axes in exhibit.figure.axes:
        x, y, width, height = (float(side) for side in axes.get_position(original=True).bounds)
        assert all(abs(side - round(side, 6)) < 1e-12 for side in (x, y, width, height))
