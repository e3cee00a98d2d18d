"""Which countries a group of peers holds."""

from collections.abc import Callable, Mapping, Sequence

from egovbench.base.countries import Country
from egovbench.base.errors import ParameterError
from egovbench.base.parameters import GROUPS, split


def resolve_peers(
    peers: str,
    focal: str,
    countries: Mapping[str, Country],
    neighbours: Mapping[str, Sequence[str]],
) -> list[str]:
    """Return the ISO3 codes of the peers in alphabetical order, without the focal country.

    `peers` is a group or ISO3 codes with commas. Groups are eu27 and oecd (members as of now),
    neighbours (land borders), region (the UN region of the focal country) and all. Raises
    ParameterError when nobody is left.
    """
    in_group = peers in GROUPS
    chosen = group_members(peers, focal, countries, neighbours) if in_group else split(peers)
    resolved = sorted(set(chosen) - {focal})
    if not resolved:
        raise ParameterError("peers", peers, f"a group that holds a country besides {focal}")
    return resolved


def group_members(
    group: str,
    focal: str,
    countries: Mapping[str, Country],
    neighbours: Mapping[str, Sequence[str]],
) -> list[str]:
    """Return the ISO3 codes of a group as seen from the focal country, in the table's order."""
    if group == "neighbours":
        return list(neighbours.get(focal, ()))
    belongs: dict[str, Callable[[Country], bool]] = {
        "eu27": lambda country: country.eu_member,
        "oecd": lambda country: country.oecd_member,
        "region": lambda country: country.region == countries[focal].region,
        "all": lambda country: True,
    }
    return [iso3 for iso3, country in countries.items() if belongs[group](country)]
