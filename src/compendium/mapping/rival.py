"""A column that is called like a feature of the patient, and stands among those of what IVIg was given for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compendium.mapping.column_matching import Match
from compendium.mapping.synonyms import Synonyms, processed
from compendium.registry.codebook import Variable

_INDICATION = "indication"
_AMONG = 2  # so many other indications have a column


def rival_of(match: Match, matches: Sequence[Match], variables: Iterable[Variable], synonyms: Synonyms) -> str:
    """Return the indication that a column may be as well, "" for none: "Cute" between "Muscolo" and "Polmone".

    It is one that has no column, of which a name holds all words of the column's, where others of them have one.
    """
    given = {each.variable for each in matches}
    indications = [variable.name for variable in variables if variable.role == _INDICATION]
    if match.variable in indications or len(given.intersection(indications)) < _AMONG:
        return ""
    words = set(processed(match.column).split())
    for name in indications:
        if name not in given and any(words < set(known.split()) for known in synonyms.names[name]):
            return name
    return ""
