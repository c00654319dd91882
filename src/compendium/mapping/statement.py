"""What a mapping says: where the data are, and for each variable of the codebook how it comes out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from compendium.registry.codebook import Variable

ORDERS = ("day first", "month first", "year first")
SERIALS = ("excel", "excel 1904")
PRECISIONS = ("month", "year")


@dataclass(frozen=True)
class Notation:
    """How the cells of a column are written. What is not stated is not assumed: a cell that needs it is a fault.

    decimal: the signs before decimals, () where not stated. scale: the ends of the scale used. factor: what a value is
    multiplied by. censored: "limit" where <5 counts as 5. date: of ORDERS and SERIALS. precision: the coarsest date
    that is taken, of PRECISIONS. century: what is added to a year of two digits. missing: words for a missing value.
    blank: "missing" or "no". ticked: what stands for yes beside the usual words.
    """

    decimal: tuple[str, ...] = ()
    thousands: str = ""
    unit: str = ""
    scale: tuple[Decimal, Decimal] | None = None
    factor: Decimal | None = None
    censored: str = ""
    date: tuple[str, ...] = ()
    precision: str = ""
    century: int = 0
    missing: tuple[str, ...] = ()
    blank: str = "missing"
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """How one variable comes out of a table; exactly one of `columns`, `constant`, `absent` and so on says from where.

    columns: the first that is filled in counts, unless `join` is given: then all, with it between them. boxes: which
    ticked column means which level. untouched: of a checkbox in a form nobody filled in, "missing" or "no". status:
    the column that says whether it was. numbered: made of patient and running number. by_term: the class that
    the list of terms gives. contains: the word that means yes among several in a cell. window: of a visit named by its
    date, the days it may be away. as_written: the cells are in the codebook's own notation already.
    """

    variable: Variable
    line: int
    columns: tuple[str, ...] = ()
    constant: str = ""
    absent: str = ""
    join: str | None = None
    recode: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, str] = field(default_factory=dict)
    untouched: str = ""
    status: str = ""
    numbered: bool = False
    by_term: bool = False
    contains: str = ""
    window: int = 0
    month_in_name: bool = False
    as_written: bool = False
    notation: Notation = Notation()

    @property
    def reads(self) -> tuple[str, ...]:
        """Every column that the rule reads."""
        return (*self.columns, *self.boxes, *([self.status] if self.status else []))


@dataclass(frozen=True)
class Part:
    """The rows that one table of the source gives: those where each column of `when` has one of its values.

    filled: columns of which one must be filled in for there to be a row. beside: what it gives is added to the rows
    with the same key instead of standing below them.
    """

    source: str
    line: int
    rules: dict[str, Rule]
    when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    beside: bool = False


@dataclass(frozen=True)
class Source:
    """Where the data are: `data` and `dictionary` as written, from the mapping's folder; `url` of a database.

    header_rows: by table, the rows that hold the names of its columns, where the source's reader would take others.
    """

    kind: str
    data: str = ""
    url: str = ""
    dictionary: str = ""
    missing_codes: tuple[str, ...] = ()
    dates_shifted: bool = False
    header_rows: dict[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """`tables` holds the parts of each table of the codebook, none where `absent` says why there is no such table."""

    file: str
    source: Source
    tables: dict[str, tuple[Part, ...]]
    absent: dict[str, str] = field(default_factory=dict)
