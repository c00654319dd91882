"""The paper as JATS XML."""
