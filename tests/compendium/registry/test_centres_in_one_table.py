"""Rule: centres are held against one another by their names where all of them share one table, as by their files."""

from __future__ import annotations

import pandas as pd

from compendium.registry.checking import check_tables
from compendium.registry.codebook import TABLES, load_codebook
from compendium.registry.flagging import flag_tables
from compendium.registry.sent import FILE, ROW, Sent
from compendium.registry.table import Table, read_table

from .damage.as_sent import Tables, undamaged


def in_one_table(sent: Tables) -> dict[str, Table]:
    one = {name: frame.assign(**{FILE: "one.xlsx", ROW: range(2, 2 + len(frame))}) for name, frame in sent.items()}
    return {name: read_table(name, Sent(one), load_codebook().table(name))[0] for name in TABLES}


def on_another_scale(sent: Tables, centre: str, factor: float) -> Tables:
    ids = sent["patients"]["patient_id"][sent["patients"]["centre"] == centre]
    own = sent["visits"]["patient_id"].isin(ids) & (sent["visits"]["mmt8"] != "")
    mmt8 = pd.to_numeric(sent["visits"].loc[own, "mmt8"])
    sent["visits"].loc[own, "mmt8"] = (mmt8 * factor).round().astype(int).astype(str)
    return sent


def test_a_centre_on_a_shorter_scale_is_told_where_all_share_a_table() -> None:
    """It was silent, as the one file had values above 80 of the other centres."""
    assert list(check_tables(in_one_table(undamaged()))) == []
    (fault,) = check_tables(in_one_table(on_another_scale(undamaged(), "C", 80 / 150)))
    assert fault.rule.startswith("MMT8 from 0 to 150; none of the") and "values of C is above 80" in fault.rule


def test_of_a_centre_alone_that_never_passes_80_it_is_asked() -> None:
    sent = on_another_scale(undamaged(), "C", 75 / 150)
    ids = sent["patients"]["patient_id"][sent["patients"]["centre"] == "C"]
    tables = in_one_table({name: frame[frame["patient_id"].isin(ids)] for name, frame in sent.items()})
    assert list(check_tables(tables)) == []
    assert [rule for rule in flag_tables(tables)["rule"] if rule.startswith("the scale from 0 to 80? none of the")]
