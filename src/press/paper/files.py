"""The two texts of a paper and the files that are made of each, by name."""

from __future__ import annotations

MANUSCRIPT, SUPPLEMENT = "manuscript", "supplement"
FILES = {MANUSCRIPT: "paper/manuscript.md", SUPPLEMENT: "paper/supplement.md"}
# What is written of each. Journals take a supplement as a file: it has no JATS and no LaTeX.
FORMS = {MANUSCRIPT: ("pdf", "docx", "html", "xml", "tex"), SUPPLEMENT: ("pdf", "docx", "html")}
STYLES = "paper/styles"
DEFAULT_STYLE = "nlm-citation-sequence-brackets"
