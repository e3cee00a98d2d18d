"""Reads three OECD tables: one row a country, year and figure, indicator or score.

Governments answered all three.
"""

from egovbench.others.sources.long_table import LongTable

DIGITAL_GOVERNMENT = LongTable(
    title="Digital Government Index 2019",
    variables=frozenset(f"figure_{number}" for number in (7, 17, 18, 25, 26, 31)),
    collected_by="government",
    value="answer",
)
PUBLIC_INTEGRITY = LongTable(
    title="Public Integrity Indicators",
    variables=frozenset(f"pii_313{number}" for number in (1, 3, 4, 5, 9, 10)),
    collected_by="government",
)
STAKEHOLDER_ENGAGEMENT = LongTable(
    title="Indicators of Regulatory Policy and Governance",
    variables=frozenset(
        f"stakeholder_{kind}{part}"
        for kind in ("primary", "subordinate")
        for part in ("", "_adoption", "_methodology", "_oversight", "_transparency")
    ),
    collected_by="government",
)

read_digital_government = DIGITAL_GOVERNMENT.read_answers
read_public_integrity = PUBLIC_INTEGRITY.read_answers
read_stakeholder_engagement = STAKEHOLDER_ENGAGEMENT.read_answers
