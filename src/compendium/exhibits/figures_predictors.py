"""The figure of who responds: a forest plot of every predictor by itself and in each model, with its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compendium.clinical.candidates import ANALYSIS
from compendium.clinical.model_units import model_units
from compendium.clinical.response_models import ADJUSTED_MODEL, PRINTED_MODEL, WIDER_MODEL, chosen_predictors
from compendium.exhibits.tables_predictors import predictor_label
from press.exhibits import cells
from press.exhibits.alternative import estimates_in_words
from press.exhibits.figure.blank import all_hidden, blank, rows_at
from press.exhibits.figure.exhibit import Exhibit
from press.exhibits.figure.interval_panel import Point, beside, draw_points, explain, ratio_axis, ratio_limits
from press.exhibits.figure.style import COLOURS, TWO_COLUMNS, footnote, journal_style, new_figure
from press.exhibits.passage import Passage
from press.rows import Key, Ledger, text

# A choice, no list of the predictors: those for which there is room, by the columns of response_models.predictors.
UNIVARIABLE = (
    "raynaud",
    "skin",
    "myalgia",
    "dysphagia",
    "arthritis",
    "ild",
    "any_msa",
    "age_per_10_years",
    "mmt8_per_10_points",
    "ck_per_doubling",
    "duration_per_doubling",
)
# heading, group of the rows by maximum likelihood (which state the model's patients), by Firth's method, predictors
MODELS = (
    ("In one model: Raynaud + skin", "multivariable", "firth", PRINTED_MODEL),
    ("The same, with diagnosis", "adjusted", "adjusted_firth", ADJUSTED_MODEL),
    ("Raynaud + skin, with CK and duration", "wider", "wider_firth", WIDER_MODEL),
)
FIRTH = "by Firth’s method"
METHODS = "By maximum likelihood with Wald intervals, or by Firth’s method with profile intervals."
N = "n: patients with all values, and of them non-responders."
LIMITS = ("or", "ci_low", "ci_high")
COLUMNS = {"OR (95% CI)": 5, "p": 92, "n (non-resp.)": 126}  # points from the panel


@dataclass(frozen=True)
class Estimate:
    """One line of the plot: a heading has no key, and by Firth's method a mark of its own."""

    label: str
    key: Key | None = None
    n: str = ""

    def point(self, ledger: Ledger) -> list[Point]:
        """The odds ratio with its interval; nothing for a heading."""
        if self.key is None:
            return []
        held = cells.kept_back(ledger[cells.row_id(self.key, LIMITS[0])])
        look = (COLOURS["placebo"], "D") if "firth" in self.key.group else (COLOURS["patients"], "o")
        return [Point(*cells.three(ledger, self.key, LIMITS), *look, held)]

    def words(self, ledger: Ledger) -> tuple[str, str, str]:
        """What stands at the right of the line: odds ratio, p and number of patients."""
        if self.key is None:
            return "", "", self.n
        odds = cells.written(ledger, self.key, LIMITS, text.estimate)
        return odds.text, cells.plain_p(ledger, self.key, "p").text, self.n


@journal_style()
def forest(ledger: Ledger, origin: str) -> Exhibit:
    """Odds ratios one at a time and below them those of the models, each with its numbers at the right."""
    lines = list(_lines(ledger))
    if all_hidden(rows_at(ledger, [each.key for each in lines if each.key], LIMITS[0])):
        return blank("forest", "Predictors of response.", origin)
    points = [each.point(ledger) for each in lines]
    figure = new_figure(TWO_COLUMNS, 30 + 4.1 * len(lines))
    axes = figure.subplots()
    limits = ratio_limits(points)
    draw_points(axes, points, [each.label for each in lines], limits, no_effect=1)
    ratio_axis(axes)
    axes.set_xlabel("Odds ratio of response, logarithmic scale\n(below 1: response less likely)")
    written = zip(*(each.words(ledger) for each in lines), strict=True)
    for (heading, at), words in zip(COLUMNS.items(), written, strict=True):
        beside(axes, words, at, heading)
    response = _response(ledger)
    footnote(figure, explain(points, limits), origin)
    bars = "Odds ratios of response, logarithmic scale, with 95% confidence intervals."
    caption = Passage.filled(f"{bars} {METHODS} {N}", ledger, response, origin)
    return Exhibit("forest", figure, "Predictors of response.", caption, f"{_in_words(ledger)} {origin}")


def _lines(ledger: Ledger) -> Iterator[Estimate]:
    """Every line from the top: predictors one at a time, then each model under its heading."""
    yield Estimate("One at a time")
    for name in chosen_predictors(UNIVARIABLE, "UNIVARIABLE in src/compendium/exhibits/figures_predictors.py"):
        key = ANALYSIS.at(variable=name, group="univariable")
        yield Estimate(
            _short(name), key, f"{cells.n_behind(ledger[cells.row_id(key, 'or')])} ({_others(ledger, name)})"
        )
    for heading, likelihood, firth, names in MODELS:
        of_model = ANALYSIS.at(group=likelihood)
        n, others = (cells.whole(ledger, of_model, statistic) for statistic in ("n", "non_events"))
        yield Estimate(heading, n=cells.together("{} ({})", n, others).text)
        for name in names:
            yield Estimate(_short(name), ANALYSIS.at(variable=name, group=likelihood))
            yield Estimate(FIRTH, ANALYSIS.at(variable=name, group=firth))


def _others(ledger: Ledger, name: str) -> str:
    """Write how many of the non-responders have the predictor recorded."""
    sources = {unit.column: unit.source for unit in model_units().values()}
    key = ANALYSIS.at(variable=sources.get(name, name), group="non_responder")
    return cells.whole(ledger, key, "n" if name in sources else "total").text


def _short(name: str) -> str:
    """'CK, per doubling, multiples of ULN' -> 'CK, per doubling': there is room for no more."""
    return predictor_label(name).replace(", multiples of ULN", "")


def _response(ledger: Ledger) -> str:
    row_id = "predictors.response.definition"
    return f"Response: {cells.sentence(ledger[row_id].note)}" if row_id in ledger else ""


def _in_words(ledger: Ledger) -> str:
    said = []
    for words, group, names in (
        ("in the model of Raynaud + skin", "multivariable", PRINTED_MODEL),
        ("in that with diagnosis", "adjusted", ADJUSTED_MODEL),
    ):
        keys = [(predictor_label(name), ANALYSIS.at(variable=name, group=group)) for name in names]
        said.append(f"Odds ratios {words}, maximum likelihood. {estimates_in_words(ledger, keys, LIMITS)}.")
    return " ".join(said)
