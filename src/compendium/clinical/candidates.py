"""What may predict response: the variables known when treatment began, and who responded."""

from __future__ import annotations

import pandas as pd

from compendium.clinical.antibodies import ANY_SPECIFIC
from compendium.registry.codebook import Codebook, load_codebook
from press.rows import Key

ANALYSIS = Key("predictors")
LEVELS = ("sex", "diagnosis", "reason")
YES_NO_ROLES = ("feature", "indication", "autoantibody", "earlier_treatment", "concomitant_treatment")


def features(codebook: Codebook | None = None) -> tuple[str, ...]:
    """Return the yes/no variables known at baseline, in the order of the codebook, any MSA before the antibodies."""
    book = codebook or load_codebook()
    names = [variable.name for role in YES_NO_ROLES for variable in book.with_role(role)]
    first_antibody = names.index(book.with_role("autoantibody")[0].name)
    return (*names[:first_antibody], ANY_SPECIFIC, *names[first_antibody:])


def is_level(values: pd.Series, level: str) -> pd.Series:
    """Return whether a categorical value is this level, NA where not recorded."""
    return (values == level).astype("boolean").mask(values.isna())


def is_responder(groups: pd.Series) -> pd.Series:
    """Return True for responders, False for non-responders, NA where undecided."""
    return is_level(groups, "responder")
