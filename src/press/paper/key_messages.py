"""The box of key messages: what a hurried reader takes along, between the abstract and the text."""

from __future__ import annotations

import panflute as pf

BOX = "key-messages"  # the class of the Div in which an author writes them
TITLE = "Key messages"  # written by the press, above what stands in the box


def is_box(element: pf.Element) -> bool:
    """Whether an element is the box of key messages.

    >>> is_box(pf.Div(classes=["key-messages"])), is_box(pf.Para())
    (True, False)
    """
    return isinstance(element, pf.Div) and BOX in element.classes
