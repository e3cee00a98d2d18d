"""Names of countries in the active language."""

from egovbench.language.catalogue import say, says


def country_name(iso3: str, name: str) -> str:
    """Return a country's name by its ISO3 code, or `name`, its English one."""
    key = f"countries.{iso3}"
    return say(key) if says(key) else name
