"""From the bytes of a text file to its text: the encodings that programs write, tried in one order, without a guess."""

from __future__ import annotations

import codecs

from compendium.sources.in_few_words import in_few_words

# The longer mark first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_NOT_IN_WINDOWS_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))
AS_UTF8 = "save it as 'CSV UTF-8' (in a spreadsheet: save as)"

AS_READ = "are these letters and signs right?"  # the question behind the letters that were read


class NoText(ValueError):  # noqa: N818 - what the file is, not what went wrong
    """The bytes are no text; `rule` and `action` say why and what to do, `line` where, 0 for the file as a whole."""

    def __init__(self, rule: str, action: str, line: int = 0) -> None:
        super().__init__(rule)
        self.rule, self.action, self.line = rule, action, line


def decode(content: bytes) -> tuple[str, str]:
    r"""Return the text of a file, and the encoding it was read in where the reader should know, else "".

    A byte order mark is believed; then UTF-8 is tried, then Windows-1252, which five bytes do not occur in. Detectors
    by statistics are not asked: on short Italian texts they gave other letters without a warning. Raises NoText.

    >>> decode("perché".encode()), decode("perché".encode("cp1252")), decode("\ufeffsì".encode("utf-16-le"))
    (('perché', ''), ('perché', 'Windows-1252'), ('sì', 'UTF-16'))
    """
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _by_mark(content[len(mark) :], codec, name), "" if codec == "utf-8" else name
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise NoText("a text file; this one holds NUL bytes, as a damaged file or another kind does", AS_UTF8, line)
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return _windows(content, error.start), "Windows-1252"


def letters_beside_ascii(text: str, most: int = 20) -> str:
    """Return the letters and signs of a text by which a reader sees whether its encoding was taken for another.

    They are shown without their words, which may be names.

    >>> letters_beside_ascii("perché è così"), letters_beside_ascii("perchŽ")
    ('é, è, ì', 'Ž')
    """
    found = [sign for sign in dict.fromkeys(text) if not sign.isascii() and sign.isprintable()]
    return in_few_words(found, most)


def _by_mark(content: bytes, codec: str, name: str) -> str:
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        line = content[: error.start].decode(codec, "replace").count("\n") + 1
        raise NoText(f"{name}, as the file's first bytes say; here it is not", AS_UTF8, line) from None
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise NoText("a text file; this one holds NUL characters, as a damaged file does", AS_UTF8, line)
    return text


def _windows(content: bytes, first: int) -> str:
    """Return the text in Windows-1252; `first` is where UTF-8 failed."""
    if any(byte in content for byte in _NOT_IN_WINDOWS_1252):
        line = content[:first].count(b"\n") + 1
        rule = "written in UTF-8 or Windows-1252; this is neither (an old Macintosh's file, or one that was damaged?)"
        raise NoText(rule, f"ask which program wrote it, and {AS_UTF8}", line)
    return content.decode("cp1252")
