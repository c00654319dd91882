"""Rule: a key made of data loses nothing that tells two texts apart, and changes no key that was safe already."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from press.rows import slug


@given(st.text())
def test_every_text_gives_a_part_of_a_key(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9_]*", slug(text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=6))
def test_a_term_in_chinese_has_a_key_and_another_has_another(term: str) -> None:
    assert slug(term)
    assert slug(term) != slug(f"{term}痛")


@given(st.text(st.characters(max_codepoint=0x7E), max_size=20))
def test_a_text_in_ascii_keeps_its_letters_and_digits_and_gets_no_hash(text: str) -> None:
    assert slug(text).replace("_", "") == re.sub(r"[^a-z0-9]", "", text.lower())
