"""Text as LaTeX prints it: every character that LaTeX would take for a command or lacks in its fonts, replaced."""

from __future__ import annotations

import re

from press.exhibits.legible import UNKNOWN, legible

_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\ensuremath{<}",
        ">": r"\ensuremath{>}",
        "|": r"\textbar{}",
        "[": "{[}",  # after \\ a bare bracket would be read as a length
        "]": "{]}",
        '"': r"\textquotedbl{}",
        "±": r"\ensuremath{\pm}",
        "×": r"\ensuremath{\times}",
        "÷": r"\ensuremath{\div}",
        "·": r"\ensuremath{\cdot}",
        "−": r"\ensuremath{-}",
        "≤": r"\ensuremath{\leq}",
        "≥": r"\ensuremath{\geq}",
        "≈": r"\ensuremath{\approx}",
        "≠": r"\ensuremath{\neq}",
        "∞": r"\ensuremath{\infty}",
        "→": r"\ensuremath{\rightarrow}",
        "α": r"\ensuremath{\alpha}",
        "β": r"\ensuremath{\beta}",
        "γ": r"\ensuremath{\gamma}",
        "δ": r"\ensuremath{\delta}",
        "ε": r"\ensuremath{\epsilon}",
        "ζ": r"\ensuremath{\zeta}",
        "η": r"\ensuremath{\eta}",
        "θ": r"\ensuremath{\theta}",
        "λ": r"\ensuremath{\lambda}",
        "ν": r"\ensuremath{\nu}",
        "ξ": r"\ensuremath{\xi}",
        "π": r"\ensuremath{\pi}",
        "ρ": r"\ensuremath{\rho}",
        "σ": r"\ensuremath{\sigma}",
        "τ": r"\ensuremath{\tau}",
        "φ": r"\ensuremath{\varphi}",
        "ψ": r"\ensuremath{\psi}",
        "ω": r"\ensuremath{\omega}",
        "Γ": r"\ensuremath{\Gamma}",
        "Δ": r"\ensuremath{\Delta}",
        "Θ": r"\ensuremath{\Theta}",
        "Λ": r"\ensuremath{\Lambda}",
        "Σ": r"\ensuremath{\Sigma}",
        "Φ": r"\ensuremath{\Phi}",
        "Ψ": r"\ensuremath{\Psi}",
        "Ω": r"\ensuremath{\Omega}",
        "χ": r"\ensuremath{\chi}",
        "κ": r"\ensuremath{\kappa}",
        "µ": r"\ensuremath{\mu}",
        "μ": r"\ensuremath{\mu}",
        "²": r"\textsuperscript{2}",
        "³": r"\textsuperscript{3}",
        **{digit: rf"\textsuperscript{{{ord(digit) - 0x2070}}}" for digit in "⁰⁴⁵⁶⁷⁸⁹"},
        **{digit: rf"\textsubscript{{{ord(digit) - 0x2080}}}" for digit in "₀₁₂₃₄₅₆₇₈₉"},
        "–": "--",
        "—": "---",
        "‘": "`",
        "’": "'",
        "“": "``",
        "”": "''",
        "…": r"\ldots{}",
        "\u00a0": "~",
        "\u2009": r"\,",
        "\u202f": r"\,",
        "†": r"\textdagger{}",
        "‡": r"\textdaggerdbl{}",
        "§": r"\S{}",
        UNKNOWN: "?",
    }
)
# Latin letters (fonts of the encoding T1) and a few signs are printed as they are. Cyrillic and other scripts would ask
# for packages and fonts that not every author has; a name in them must stop no file, so question marks stand for it.
_LATIN = "\0-\x7e\xa0-\u017f"
_SIGNS = "•€™"
_LACKING = re.compile(f"[^{_LATIN}{_SIGNS}{''.join(chr(sign) for sign in _SPECIAL if sign > 0x17F)}]")


def lacking(text: str) -> list[str]:
    """Return the signs of `text` that LaTeX cannot print, each with its number in Unicode.

    >>> lacking("Zürich ≥ данн")
    ['а (U+0430)', 'д (U+0434)', 'н (U+043D)']
    """
    return [
        f"{sign if sign.isprintable() else UNKNOWN} (U+{ord(sign):04X})" for sign in sorted(set(_LACKING.findall(text)))
    ]


def stand_in_comment(signs: list[str]) -> str:
    """Return the comment that says which signs of a file stand in it as question marks.

    >>> stand_in_comment(lacking("й"))
    '% printed as a question mark, since the fonts of LaTeX lack it: й (U+0439)'
    """
    which = "them" if len(signs) > 1 else "it"
    return f"% printed as a question mark, since the fonts of LaTeX lack {which}: {', '.join(signs)}"


def escape(text: str) -> str:
    """Return `text` as LaTeX that prints it, with a question mark for each sign that its fonts lack.

    >>> escape("5% ± 2 & p<0.001")
    '5\\\\% \\\\ensuremath{\\\\pm} 2 \\\\& p\\\\ensuremath{<}0.001'
    """
    return _LACKING.sub(UNKNOWN, legible(text)).translate(_SPECIAL)
