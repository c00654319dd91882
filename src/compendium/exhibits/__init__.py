"""How results are laid out: tables, figures and sentences drawn from result rows; nothing is computed here."""
