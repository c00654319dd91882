"""The certificate of a run: what was examined before it may be handed on, by which rule, and what is left open."""

from __future__ import annotations

from collections.abc import Iterator

from compendium.leaving.examining import Examined

_NOT_SHOWN = """\
What this does not show:

- Who knows more than what leaves, as that a certain patient was in the study, may infer more.
- Texts that name no result row - CSV and LaTeX of the tables, what is written in figures, captions as alternative text,
  what authors write - were searched for ids and days. They are made of the same rows as the pages, by the same code.
- That a small count, not marked as one, lies in a narrow interval that reaches the smallest printed count is ruled out
  where counts are chosen to be hidden, not here: here nobody knows that it is small. Which counts add up is known here
  from the same code as there.
- A number of which it is not shown how many patients are behind it was judged where it was computed, not here.
- What else lies in the run's folder, its copy of the sources, its record of the build and `data/analysis/about.json`,
  which says where the registry lies, is not for handing on. The site's pages on the code (`site/reference`), its looks
  and the styles of citations are the same whatever the registry, and were not searched."""


def certificate(examined: Examined) -> str:
    """Return the certificate as Markdown: a title, what was done, its limits, and every file with its checksum.

    Raises ValueError where something was found: there is then nothing to certify.
    """
    if examined.findings:
        raise ValueError(f"no certificate: {examined.findings[0]}")
    return "\n".join([*_done(examined), "", _NOT_SHOWN, "", *_files(examined)]) + "\n"


def _done(examined: Examined) -> Iterator[str]:
    policy, proved = examined.policy, examined.proved
    kinds = ", ".join(f"{count} {ending}" for ending, count in sorted(examined.kinds.items()))
    yield "# Disclosure control: what was examined"
    yield ""
    yield (
        f"Policy {policy.name}: no count of fewer than {policy.fewest} patients is shown. All counts that are shown "
        f"leave an interval at least {policy.width} wide, up to {policy.fewest} or more, for each; with what its own "
        "mark says, and the marks of the others, more than one number is left."
    )
    yield ""
    yield (
        f"- Counts: {proved.tables} linked tables were built again from the text of the result rows. Of "
        f"{proved.counts} counts that are not shown, {proved.small} of them marked as small, none can be told: "
        "for each another table in whole numbers was found that would have left the same."
    )
    yield (
        "- Other numbers: of those whose n is shown none rests on too few patients, none is shown of which a count is "
        f"not, and none has more than {policy.digits} significant digits. {proved.alone} counts belong to no linked "
        "table, and none of them is of a handful, or of all but a handful."
    )
    yield (
        f"- Texts: in {len(examined.files)} files ({kinds}) every number of {examined.shown} cells and sentences that "
        "name their result rows is one that these rows show. A Word file says no number more often than the page of "
        "the same text, a PDF, JATS or LaTeX file none that the page and its figures do not. No notebook shows a data "
        "frame or prints a number."
    )
    yield f"- Patients: {_patients(examined)}"


def _patients(examined: Examined) -> str:
    found = "every id and every day of the registry was looked for in all of it, and none was found."
    left = examined.ids_left
    return f"{found} {left} ids cannot be told from other words or numbers, and were not." if left else found


def _files(examined: Examined) -> Iterator[str]:
    yield "It holds for these files as they were, by the first sixteen digits of their SHA-256, and for no others:"
    yield ""
    yield "| File | SHA-256 |"
    yield "| --- | --- |"
    yield from (f"| {name} | `{checksum[:16]}` |" for name, checksum in sorted(examined.files.items()))
