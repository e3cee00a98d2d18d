"""Which countries groups and codes stand for."""

from collections.abc import Callable, Mapping, Sequence

from egovbench.base.countries import Country
from egovbench.base.errors import ParameterError
from egovbench.base.parameters import GROUPS, split

_OF_A_COUNTRY = ("neighbours", "region")


def resolve_peers(
    peers: str,
    focal: str,
    countries: Mapping[str, Country],
    neighbours: Mapping[str, Sequence[str]],
) -> list[str]:
    """Return the `members` of `peers` in alphabetical order, without the focal country.

    Raises ParameterError when nobody is left.
    """
    resolved = sorted(set(members(peers, countries, neighbours, focal)) - {focal})
    if not resolved:
        raise ParameterError("peers", peers, f"a group that holds a country besides {focal}")
    return resolved


def members(
    names: str,
    countries: Mapping[str, Country],
    neighbours: Mapping[str, Sequence[str]],
    focal: str = "",
) -> list[str]:
    """Return the ISO3 codes that `names` stands for, each once, groups in the table's order.

    `names` is a text of groups and ISO3 codes with commas, as `check_countries` returns it. Groups
    are eu27 and oecd (members as of now), neighbours (land borders) and region (the UN region) of
    the focal country, and all; without `focal` the first code is taken for it. Raises
    ParameterError where there is none.
    """
    named = split(names)
    focal = focal or next((each for each in named if each in countries), "")
    if not focal and set(named) & set(_OF_A_COUNTRY):
        raise ParameterError("countries", names, "the country whose neighbours or region is meant")
    belongs: dict[str, Callable[[str, Country], bool]] = {
        "eu27": lambda iso3, country: country.eu_member,
        "oecd": lambda iso3, country: country.oecd_member,
        "neighbours": lambda iso3, country: iso3 in neighbours.get(focal, ()),
        "region": lambda iso3, country: country.region == countries[focal].region,
        "all": lambda iso3, country: True,
    }
    found = [
        [iso3 for iso3, country in countries.items() if belongs[each](iso3, country)]
        if each in GROUPS
        else [each]
        for each in named
    ]
    return list(dict.fromkeys(iso3 for group in found for iso3 in group))
