"""Which tests are one family and adjusted for together, by which procedure and why; and which belong to none, and why.

This is the only place that says so. Membership is asked of the codebook, so a variable that is added there joins the
family of its role. A p-value that is a result of an analysis is in exactly one family or one exemption.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from compendium.clinical.outcomes import project_codebook, scales
from compendium.registry.codebook import Codebook
from compendium.stats.multiplicity import LEVEL, adjust, family_size
from press.ground.listed import listed
from press.rows import Key, Row

# statistics that are p-values of tests; any other that begins with p_ is made of these
TESTS = ("p", "p_t", "p_chi2", "p_yates", "p_homogeneity", "p_clustered")
NONE_BELOW = "none of them"
DRUGS = "concomitant_treatment"  # role of what was given with IVIg
Of = Callable[[Row, Codebook], bool]


@dataclass(frozen=True, kw_only=True)
class Tests:
    """Tests that belong together; `analysis` is "" where they are of any. `why` says why they are taken so."""

    name: str
    analysis: str
    why: str
    has: Of

    def holds(self, row: Row, codebook: Codebook | None = None) -> bool:
        """Return whether a row is one of these tests."""
        of_this = row.statistic in TESTS and row.analysis in (self.analysis or row.analysis)
        return of_this and self.has(row, codebook or project_codebook())


@dataclass(frozen=True, kw_only=True)
class Family(Tests):
    """Tests adjusted for together. `name` is the variable of the rows that state their number, `label` is in notes."""

    label: str
    procedure: Literal["holm", "fdr_bh"]


def _compared(row: Row) -> bool:
    """A test of a whole variable between responders and non-responders."""
    return row.statistic == "p" and not row.level and not row.group


def _drug(row: Row, codebook: Codebook) -> bool:
    return row.variable in {variable.name for variable in codebook.with_role(DRUGS)}


def _outcome(row: Row, codebook: Codebook) -> bool:
    """The change of an outcome, tested once: a scale by ranks, an enzyme by the t-test of its log ratio."""
    scale = not row.level and row.variable in scales(codebook) and row.statistic == "p"
    return row.group == "change" and (scale or (row.level == "ratio" and row.statistic == "p_t"))


FAMILIES = (
    Family(
        name="outcomes",
        label="changes of the outcomes",
        analysis="efficacy",
        procedure="holm",
        why="each change is a claim by itself, so the chance of even one false claim is held",
        has=_outcome,
    ),
    Family(
        name="baseline_variables",
        label="variables known at the first infusion",
        analysis="predictors",
        procedure="fdr_bh",
        why="they are screened for candidates, of which a small share may be false",
        has=lambda row, codebook: _compared(row) and not _drug(row, codebook),
    ),
    Family(
        name="drugs_with_ivig",
        label="drugs given with IVIg",
        analysis="predictors",
        procedure="fdr_bh",
        why="another question: a drug given during treatment may follow from the course, and so predicts nothing",
        has=lambda row, codebook: _compared(row) and _drug(row, codebook),
    ),
    Family(
        name="characteristics_by_centre",
        label="characteristics of the centres",
        analysis="cohort",
        procedure="fdr_bh",
        why="they are screened for what differs between centres, and a small share may be false",
        has=lambda row, _: row.statistic == "p" and row.group == "centre",
    ),
)
EXEMPT = (
    Tests(
        name="other tests of the same values",
        analysis="",
        why="the family has one test of each question; these are its alternatives, to show what hangs on the choice",
        has=lambda row, codebook: row.statistic in ("p_t", "p_chi2", "p_yates") and not _outcome(row, codebook),
    ),
    Tests(
        name="levels",
        analysis="predictors",
        why="each level against all others describes a variable that the family holds as a whole",
        has=lambda row, _: row.statistic == "p" and bool(row.level) and not row.group,
    ),
    Tests(
        name="models",
        analysis="predictors",
        why="one model that the printed odds ratios name, and the same two features asked in other ways: its estimates "
        "are read with their intervals. The model of each variable by itself repeats the family's test",
        has=lambda row, _: row.statistic in ("p", "p_homogeneity") and bool(row.group),
    ),
    Tests(
        name="outcomes asked in another way",
        analysis="efficacy",
        why="the family holds each outcome once; here are rank tests of enzymes and changes at single visits",
        has=lambda row, codebook: row.statistic == "p" and not _outcome(row, codebook),
    ),
    Tests(
        name="rates by response",
        analysis="safety",
        why="one comparison, for infusions and for time, by patient and by event, that was not planned",
        has=lambda row, _: row.statistic in ("p", "p_clustered"),
    ),
)


def adjusted(rows: Sequence[Row], key: Key, codebook: Codebook | None = None) -> list[Row]:
    """Adjust the tests among `rows` in each family of the analysis of `key`, and state how many tests it holds.

    At the key of each test p_holm or p_fdr; at variable = the family's name: tested and below_0_05, whose note names
    the variables that are below, the smallest p-value first.

    >>> rows = [Key("predictors", name).row("p", 0.04, n=20) for name in ("age", "concomitant_rituximab")]
    >>> [(row.id, row.value) for row in adjusted(rows, Key("predictors")) if row.statistic in ("p_fdr", "tested")]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('predictors.age.p_fdr', 0.04), ('predictors.baseline_variables.tested', 1.0),
     ('predictors.concomitant_rituximab.p_fdr', 0.04), ('predictors.drugs_with_ivig.tested', 1.0)]
    """
    found = []
    for family in FAMILIES:
        if family.analysis == key.analysis:
            # a family is made of p rows, and the test of an enzyme is the paired one
            members = [replace(row, statistic="p") for row in rows if family.holds(row, codebook)]
            of_family = adjust(members, method=family.procedure, family=family.label)
            tested, below = family_size(of_family, key.at(variable=family.name))
            found += [*of_family, tested, replace(below, note=_named_below(of_family, codebook or project_codebook()))]
    return found


def _named_below(of_family: Sequence[Row], codebook: Codebook) -> str:
    """The labels of the variables whose adjusted p-value is below the level, as the middle of a sentence lists them."""
    below = sorted((row for row in of_family if row.value < LEVEL), key=lambda row: row.value)
    return listed([_inside(codebook.label(row.variable)) for row in below]) or NONE_BELOW


def _inside(label: str) -> str:
    """A label inside a sentence: a small letter first, but for abbreviations and names.

    >>> _inside("Disease duration"), _inside("CK"), _inside("Raynaud's phenomenon")
    ('disease duration', 'CK', "Raynaud's phenomenon")
    """
    word = label.partition(" ")[0]
    is_name = not word[1:].islower() or "'" in word
    return label if is_name else label[:1].lower() + label[1:]


def places(row: Row, codebook: Codebook | None = None) -> list[str]:
    """Return the names of the families and exemptions that a test is in; there should be one."""
    return [each.name for each in (*FAMILIES, *EXEMPT) if each.holds(row, codebook)]
