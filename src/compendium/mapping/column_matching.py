"""Which column of a centre's table may be which variable, by its name and label, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

from compendium.mapping.synonyms import Synonyms, processed

# token_set_ratio on [0, 100]; tried on real names: "Creatina chinasi (CK) basale" 72 against 49 for the runner-up
SURE, LEAST, MARGIN = 85, 60, 10
_EXACT, _WITHIN = 101, 95
_SHORT = 4  # letters: a word as short as CK is there or is not; being like it tells nothing
BRACKETED = re.compile(r"[(\[][^)\]]*[)\]]")


@dataclass(frozen=True)
class Match:
    """A column that may be a variable; `also` names others that fit it about as well."""

    variable: str
    column: str
    sure: bool
    also: tuple[str, ...] = ()


def match_columns(names: Mapping[str, Iterable[str]], variables: Iterable[str], synonyms: Synonyms) -> list[Match]:
    """Return for each of `variables` at most one column, in their order; each column is given to one variable at most.

    names: of each column, by which it is known: its header, its label, or what is left of them.

    >>> from compendium.mapping.synonyms import read_synonyms
    >>> from compendium.registry.codebook import load_codebook
    >>> book = load_codebook()
    >>> names = {name: [name] for name in ("CPK (U/L)", "CK ULN", "Forza muscolare", "Peso")}
    >>> found = match_columns(names, [each.name for each in book.table("visits")], read_synonyms(book))
    >>> [(each.variable, each.column, each.sure) for each in found]
    [('mmt8', 'Forza muscolare', True), ('ck', 'CPK (U/L)', True), ('ck_uln', 'CK ULN', True)]
    """
    wanted = list(variables)
    claims: dict[str, list[tuple[tuple[float, int], bool, str]]] = {}
    for column, known in names.items():
        ranked = sorted(((_fit(known, synonyms.names.get(name, ())), name) for name in wanted), key=_best_first)
        if not ranked or ranked[0][0][0] < LEAST:
            continue
        (score, covered), name = ranked[0]
        runner = ranked[1][0] if len(ranked) > 1 else (0.0, 0)
        clear = (
            score == _EXACT > runner[0] or score - runner[0] >= MARGIN or (score >= runner[0] and covered > runner[1])
        )
        claims.setdefault(name, []).append(((score, covered), score >= SURE and clear, column))
    found = []
    for name in wanted:
        if best := sorted(claims.get(name, []), key=lambda claim: (-claim[0][0], -claim[0][1])):
            also = tuple(column for (score, _), _, column in best[1:] if best[0][0][0] - score < MARGIN)
            tied = len(best) > 1 and best[1][0][0] == best[0][0][0]
            found.append(Match(name, best[0][2], best[0][1] and not tied, also))
    return found


def _best_first(fit: tuple[tuple[float, int], str]) -> tuple[float, int]:
    (score, covered), _ = fit
    return -score, -covered


def _fit(known: Iterable[str], words: Iterable[str]) -> tuple[float, int]:
    """Return how well a column fits a variable: the best score of its names, and how many letters match."""
    names = {each for name in known for each in (processed(name), processed(BRACKETED.sub(" ", name))) if each}
    fits = ((_score(name, word), min(len(word), len(name))) for name in names for word in words)
    return max(fits, default=(0.0, 0))


def _score(name: str, word: str) -> float:
    tokens = name.split()
    if sorted(tokens) == sorted(word.split()):
        return _EXACT
    if len(name) <= _SHORT:
        return 0
    if len(word) <= _SHORT:
        return _WITHIN if word in tokens else 0
    return min(token_set_ratio(name, word), _WITHIN)
