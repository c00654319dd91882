"""The page and the file that hold every printed figure beside the recomputed one."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from compendium.exhibits.printed import COLUMNS, Comparison

_STYLE = Markup("""
body { font-family: "Source Sans 3", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; color: #111; background: #fff;
  max-width: 72rem; margin: 1.5rem auto; padding: 0 1rem; line-height: 1.4; }
.count { font-size: 1.5rem; font-weight: bold; margin: 0.5rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; min-width: 60rem; table-layout: fixed;
  margin-bottom: 1.5rem; border-bottom: 1.5px solid #000; }
caption { text-align: left; font-weight: bold; font-size: 1.1rem; padding: 0.4rem 0; }
thead th { border-top: 1.5px solid #000; border-bottom: 0.75px solid #000; text-align: left; vertical-align: bottom; }
th, td { padding: 0.3rem 0.6rem; vertical-align: top; text-align: left; }
tbody th { font-weight: normal; }
tbody tr + tr > * { border-top: 1px solid #ddd; }
td.figure { font-variant-numeric: tabular-nums; white-space: pre-line; }
.note { color: #444; font-size: 0.85rem; font-weight: normal; display: block; }
.caution { border-left: 3px solid #b35900; padding-left: 0.4rem; }
.yes { color: #00563f; white-space: nowrap; }
.no { color: #a11; font-weight: bold; }
code { font-size: 0.8rem; color: #333; display: block; overflow-wrap: anywhere; }
summary { font-size: 0.85rem; cursor: pointer; }
""")
_PAGE = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True).from_string(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Printed and recomputed: {{ agree }} of {{ total }} agree</title>
<style>{{ style }}</style>
</head>
<body>
<main>
<h1>Printed and recomputed</h1>
<p class="count">{{ agree }} of {{ total }} agree</p>
<p>Every figure that the paper prints is set beside the figure that this build computes. The last column names
the method and the result row that the figure was read from, by its id in paper/results.</p>
<p><strong>{{ origin }}</strong></p>
{% for heading, comparisons in groups %}
<div class="scroll">
<table>
<caption>{{ heading }}</caption>
<colgroup><col style="width: 23%"><col style="width: 11%"><col style="width: 17%"><col style="width: 15%">
<col style="width: 13%"><col style="width: 21%"></colgroup>
<thead><tr><th scope="col">Quantity</th><th scope="col">Printed</th><th scope="col">Recomputed</th>
<th scope="col">Rule</th><th scope="col">Verdict</th><th scope="col">Method and result row</th></tr></thead>
<tbody>
{% for one in comparisons %}
<tr>
<th scope="row">{{ one.quantity }}{% if one.group != "all" %}, {{ one.group }}{% endif %}<code>{{ one.id }}</code>
{% if one.note %}
<span class="note caution">{{ one.note }}</span>
{% endif %}
</th>
<td class="figure">{{ one.printed }}</td>
<td class="figure">{{ one.recomputed | replace("; ", "\n") | replace(" < ", "\u00a0<\u00a0") }}</td>
<td>{{ one.rule }}</td>
{% if one.agrees %}
<td class="yes">✓ agrees</td>
{% else %}
<td class="no">✗ does not agree{% if one.reason %}<span class="note">{{ one.reason }}</span>{% endif %}</td>
{% endif %}
<td>{{ one.method }}
{% if one.rows | length > 2 %}
<details><summary>{{ one.rows | length }} result rows</summary>
{% endif %}
{% for row in one.rows %}
<code>{{ row }}</code>
{% endfor %}
{% if one.rows | length > 2 %}
</details>
{% endif %}
</td>
</tr>
{% endfor %}
</tbody>
</table>
</div>
{% endfor %}
</main>
</body>
</html>
"""
)


def published_page(comparisons: Sequence[Comparison], origin: str) -> str:
    """Return the page: the count, what disagrees first, then every section. `origin` says where the data come from."""
    groups = [("What does not agree", [one for one in comparisons if not one.agrees])]
    for section in dict.fromkeys(one.section for one in comparisons):
        groups.append((section.capitalize(), [one for one in comparisons if one.section == section and one.agrees]))
    return _PAGE.render(
        agree=sum(one.agrees for one in comparisons),
        total=len(comparisons),
        style=_STYLE,
        origin=origin,
        groups=[group for group in groups if group[1]],
    )


def write_published(comparisons: Sequence[Comparison], folder: Path, origin: str) -> list[Path]:
    """Write published.csv (one line a printed figure, agrees yes or no) and published.html, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    table, page = folder / "published.csv", folder / "published.html"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for one in comparisons:
            agrees = "yes" if one.agrees else "no"
            writer.writerow((one.id, one.printed, one.recomputed, one.method, one.rule, agrees))
    page.write_text(published_page(comparisons, origin), encoding="utf-8", newline="\n")
    return [table, page]
