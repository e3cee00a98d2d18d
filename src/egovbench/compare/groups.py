"""Which countries a group of peers holds."""

from collections.abc import Sequence

import pandas as pd

from egovbench.errors import ParameterError


def resolve_peers(
    peers: str | Sequence[str], focal: str, countries: pd.DataFrame, neighbours: pd.DataFrame
) -> list[str]:
    """Return the ISO3 codes of the peers in alphabetical order, without the focal country.

    Groups are eu27 and oecd (members as of now), neighbours (land borders), region (the UN
    region of the focal country) and all. Raises ParameterError when nobody is left.
    """
    own = countries[countries["iso3"] == focal]
    if not isinstance(peers, str):
        chosen = list(peers)
    elif peers == "neighbours":
        chosen = neighbours.loc[neighbours["iso3"] == focal, "neighbour"].tolist()
    else:
        members = {
            "eu27": countries["eu_member"],
            "oecd": countries["oecd_member"],
            "region": countries["region"].isin(own["region"]),
            "all": pd.Series(True, index=countries.index),
        }[peers]
        chosen = countries.loc[members, "iso3"].tolist()
    resolved = sorted(set(chosen) - {focal})
    if not resolved:
        raise ParameterError("peers", peers, f"a group that holds a country besides {focal}")
    return resolved
