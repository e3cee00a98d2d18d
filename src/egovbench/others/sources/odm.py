"""Reads the EU's Open Data Maturity: one row a country and question, answers in words.

The national open data teams answer for their governments. The numbers of the questions change from
edition to edition, so that the numbers of 2023 are all that is read.
"""

from egovbench.others.sources.long_table import LongTable

# Questions in parts (6a, 6b ...) and with a list to tick off (11a.1, 11a.2 ...); 24a asks for text.
PARTS = {
    6: "abcd", 9: "ab", 10: "abc", 11: "ab", 17: "ab", 22: "ab", 23: "abc", 24: "b", 25: "abcd",
    26: "ab", 27: "ab", 39: "ab", 62: "ab", 66: "abc", 69: "abc", 70: "ab", 80: "ab", 81: "ab",
    90: "ab", 92: "ab", 93: "abc", 94: "ab", 104: "abc", 105: "ab", 111: "ab", 119: "ab",
    122: "ab", 124: "ab", 125: "ab", 128: "abcde",
}  # fmt: skip
LISTS = {"q11a": 6, "q37": 5, "q38": 3}
LAST_QUESTION = 129

_QUESTIONS = {
    f"q{number}{part}"
    for number in range(1, LAST_QUESTION + 1)
    for part in PARTS.get(number, ("",))
}
_LISTED = {f"{name}.{place}" for name, length in LISTS.items() for place in range(1, length + 1)}

MATURITY = LongTable(
    title="Open Data Maturity 2023",
    variables=frozenset({"r8"} | _QUESTIONS | _LISTED),
    collected_by="government",
    value="answer",
)

read_answers = MATURITY.read_answers
