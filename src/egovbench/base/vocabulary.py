"""Values that tables and parameters share; in a module of its own since schemas load pandera."""

SECTIONS = ("A", "B", "C", "D", "E", "F", "G")
FIDELITIES = ("exact", "close", "proxy")

INCOME_GROUPS = ("High income", "Upper middle income", "Lower middle income", "Low income")
"""The World Bank's groups of economies, the highest first."""

LANGUAGES = ("en", "fr", "de")
"""English, French and German, by their ISO 639-1 codes."""

DEFAULT_LANGUAGE = "en"

FORMER_NAMES = {"gtmi_zero": "no_or_unknown", "zero_ambiguous": "no_or_unknown"}
"""Parameters and columns of tables that were renamed: what they are called now."""
