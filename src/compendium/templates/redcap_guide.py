"""What a REDCap dictionary cannot say: how the project around it is set up, and how its data are exported."""

from __future__ import annotations

from collections.abc import Mapping

_TEXT = """# A REDCap project for this study

The dictionary `{dictionary}` has a form for each table: `patients`, `visits` and `adverse_events`. The record is the
patient, and its id a pseudonym. A dictionary cannot say that a form repeats, so this is done by hand.

## Set the project up

1. Make a new, empty project of the practice type. Under *Project Setup*, *Design your data collection instruments*,
   choose *Data Dictionary*, and upload `{dictionary}`.
2. Under *Project Setup*, *Enable optional modules and customizations*, enable *Repeating instruments and events*, and
   tick `visits` and `adverse_events`. Leave `patients` unticked. Do not enable longitudinal data collection.
3. Where several centres enter data, make a data access group for each. Each centre also fills in the field `centre`.
4. Under *Additional customizations* there may be missing-data codes. If any are used, write them into `{mapping}`,
   such as `missing_codes: [UNK, NASK]` under `source`: neither dictionary nor export names them.
5. Enter a patient, a visit and an event that you make up, export them as below and look at the result. Then move the
   project to production.

No field is marked as an identifier, and none may hold one. If your data-protection rules have you mark dates, they are
refused at the reading until you take the mark away in the dictionary that you hand over.

## Export the data

Under *Data Exports, Reports, and Stats*, export *All data* as *CSV / Microsoft Excel (raw data)*: values as codes,
headers as names. Take nothing out, do not shift dates (calendar years would be wrong), and do not open and save the
file in a spreadsheet program. Name it `{export}` and lay it beside `{dictionary}` and `{mapping}`.

`{mapping}` then says how the codes become the words of the codebook. Where you have changed the project, download its
dictionary again in place of `{dictionary}`, and change the mapping likewise.
{renamed}"""


def guide(dictionary: str, export: str, mapping: str, renamed: Mapping[str, str]) -> str:
    """Return the text, with the names of the three files, and each variable that has another name in REDCap.

    >>> guide("d.csv", "e.csv", "m.yml", {"a_very_long_name": "a_long_name"}).splitlines()[-1]
    '| a_very_long_name | a_long_name |'
    """
    rows = "".join(f"| {name} | {field} |\n" for name, field in renamed.items())
    table = f"\n## Variables with another name in REDCap\n\n| variable | field |\n| --- | --- |\n{rows}" if rows else ""
    return _TEXT.format(dictionary=dictionary, export=export, mapping=mapping, renamed=table)
