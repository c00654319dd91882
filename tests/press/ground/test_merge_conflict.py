"""A merge that was not finished: whatever git leaves in a text is refused, and nothing that an author may write is."""

from __future__ import annotations

import pytest

from press.ground.fault import Fault
from press.ground.merge_conflict import refuse_conflict

TWO_WAYS = "One.\n<<<<<<< HEAD\nTwo.\n=======\n2.\n>>>>>>> theirs\nThree.\n"
THREE_WAYS = "<<<<<<< HEAD\nTwo.\n||||||| merged common ancestors\nOld.\n=======\n2.\n>>>>>>> 1a2b3c4 (Say it)\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TWO_WAYS, 2),
        (TWO_WAYS.replace("\n", "\r\n"), 2),
        (THREE_WAYS, 1),
        ("\ufeff" + THREE_WAYS, 1),
        ("One.\n\n>>>>>>> theirs\n", 3),  # resolved by halves
        ("One.\n<<<<<<< HEAD\n", 2),
        ("One.\n||||||| 1a2b3c4\n", 2),
        ("id,text\na,One\n<<<<<<< HEAD\nb,Two\n", 3),
        ("One.\n>>>>>>> theirs", 2),
    ],
)
def test_a_mark_of_gits_is_refused_with_file_and_line_and_what_to_do(text: str, line: int) -> None:
    with pytest.raises(Fault, match=rf"^paper/manuscript\.md, line {line}: .*finish the merge"):
        refuse_conflict(text, "paper/manuscript.md")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Methods\n=======\n\nOne.\n",  # a heading, underlined
        "    <<<<<<< HEAD\n    =======\n    >>>>>>> theirs\n",  # code that tells of a merge, indented
        "> > > > > > > quoted seven times\n",
        "<<<<<<<\n>>>>>>>\n",  # git writes whose version it is behind each of its marks
        "<<<<<<<< eight\n>>>>>>>> eight\n",
        "||||||| one | two |\n",  # a row whose first cells are empty
        "It said <<<<<<< HEAD.\n",
    ],
)
def test_what_an_author_may_write_is_left_alone(text: str) -> None:
    refuse_conflict(text, "CONTRIBUTING.md")
