"""Reads the EU eGovernment Benchmark by question: one row a country and question, values 0 to 100.

The values are shares of services or of life events, averaged over two years of measurement; the
later of the two is the year of the answer.
"""

from egovbench.others.sources.long_table import LongTable, last_year

QUESTIONS = {
    "a": ("1", "2", "3", "4", "5"),
    "b": ("1", "2", "2_3", "3", "4", "5", "6", "7"),
    "c": ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
    "d": ("1", "2", "3", "4", "5"),
    "e": ("1", "2", "3", "4"),
    "f": ("2", "3", "4", "10", "11"),
    "g": ("1", "2"),
    "h": ("1", "2", "3"),
    "score_": (
        "0",
        "1", "1_1", "1_2", "1_3",
        "2", "2_1", "2_2", "2_3",
        "3", "3_1", "3_2", "3_3", "3_4",
        "4", "4_1", "4_2", "4_3", "4_4",
    ),
}  # fmt: skip

BENCHMARK = LongTable(
    title="eGovernment Benchmark 2024",
    variables=frozenset(
        {"proactive"} | {group + number for group in QUESTIONS for number in QUESTIONS[group]}
    ),
    collected_by="researchers",
    year="data_years",
    reference_year=last_year,
    link=None,
)

read_answers = BENCHMARK.read_answers
