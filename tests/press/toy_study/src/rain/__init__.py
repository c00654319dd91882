"""How much it rained: the mean of the months that were measured, town by town."""

import csv

from press.exhibits.table.builder import TableBuilder
from press.exhibits.table.layout import Cell, Table
from press.ground.paths import find_input
from press.rows import Key, Ledger, slug, text
from press.study import Parameter, Study

STUDY = Study(
    name="rain",
    title="Rain in two towns",
    parameters={"data": Parameter("read other measurements (default: those of the project)", "DIR", folder=True)},
)
KEY = Key("rain", "millimetres")


def analyse(folder: str) -> Ledger:
    """Return the mean of each town, with the number of months that it rests on."""
    with find_input(f"{folder}/rain.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    ledger = Ledger()
    for town in sorted({line["town"] for line in lines}):
        measured = [float(line["millimetres"]) for line in lines if line["town"] == town]
        mean, key = sum(measured) / len(measured), KEY.at(group=slug(town))
        ledger.add([key.row("mean", mean, n=len(measured), method="mean of the months", note=town)])
    return ledger


def table_rain(ledger: Ledger) -> Table:
    """Return the table: a line for each town."""
    table = TableBuilder("table_rain", "Rain by town")
    for heading in ("Town", "Months", "Mean, mm"):
        table.column(heading, align="left" if heading == "Town" else "right")
    for row in ledger:
        table.line(row.note, str(row.n), Cell(text.number(row.value, 1), rows=(row.id,)))
    return table.build()
