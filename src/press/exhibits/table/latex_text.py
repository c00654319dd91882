"""Text as LaTeX prints it: every character that LaTeX would take for a command or lacks in its fonts, replaced."""

from __future__ import annotations

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


def escape(text: str) -> str:
    """Return `text` as LaTeX that prints it.

    >>> escape("5% ± 2 & p<0.001")
    '5\\\\% \\\\ensuremath{\\\\pm} 2 \\\\& p\\\\ensuremath{<}0.001'
    """
    return legible(text).translate(_SPECIAL)
