"""How well written answers are coded; prints tables.

    python benchmarks/coder.py ANSWERS.csv [MORE.csv ...]

Each file has the columns id, item, followup, text, accept, never, kind and language, as
tests/fixtures/answers.csv has them: `accept` are the codes that a careful coder may give, separated
by |, the first one preferred; `never` those that would be a serious error. Printed are the shares
accepted, the serious errors, the share of codes called strong and how many of those are accepted,
by kind and by language; the first accepted code against the one found; the errors, gravest first;
and the time that 1,000 answers take (the processor's says less of what else the machine does).
"""

import argparse
import time

import pandas as pd

import egovbench as eb

COUNTED = ("accepted", "serious", "strong", "strong_accepted")


def coded(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the answers with the code found, whether it is accepted, serious and strong."""
    found = [
        eb.code_answer(int(row.item), row.text, under=int(row.followup))
        for row in answers.itertuples()
    ]
    result = answers.assign(
        code=[each.code for each in found],
        rule=[each.rule for each in found],
        strong=[not each.needs_review for each in found],
    )
    split = [
        (row.code in row.accept.split("|"), row.code in row.never.split("|"))
        for row in result.itertuples()
    ]
    result["accepted"] = [accepted for accepted, _ in split]
    result["serious"] = [serious for _, serious in split]
    result["strong_accepted"] = result["strong"] & result["accepted"]
    return result


def shares(coded_answers: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return a row for each value of `by`: answers, share accepted, serious, strong, accepted."""
    counts = coded_answers.groupby(by)[list(COUNTED)].sum()
    n = coded_answers.groupby(by).size()
    return pd.DataFrame(
        {
            "answers": n,
            "accepted %": 100 * counts["accepted"] / n,
            "serious": counts["serious"],
            "strong %": 100 * counts["strong"] / n,
            "of strong accepted %": 100 * counts["strong_accepted"] / counts["strong"],
        }
    ).round(1)


def main() -> None:
    """Print the tables for the files named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    answers = pd.concat(
        [pd.read_csv(name, dtype=str, keep_default_na=False) for name in parser.parse_args().files]
    )
    result = coded(answers)
    for by in ("kind", "language"):
        print(shares(result, by).to_string(), end="\n\n")
    print(shares(result.assign(all="all"), "all").to_string(), end="\n\n")
    first = result["accept"].str.partition("|")[0].rename("first accepted")
    print(pd.crosstab(first, result["code"]).to_string(), end="\n\n")
    wrong = result[~result["accepted"]].sort_values(["serious", "strong"], ascending=False)
    for row in wrong.itertuples():
        grave = "SERIOUS " * row.serious + "strong " * row.strong
        said = " ".join(row.text.split())[:160]
        print(
            f"{row.id} {grave}item {row.item}: {row.code} by {row.rule}, not {row.accept}: {said}"
        )
    many = pd.concat([answers] * (1000 // len(answers) + 1)).head(1000)
    start, processor = time.perf_counter(), time.process_time()
    coded(many)
    print(
        f"\n1,000 answers: {time.perf_counter() - start:.2f} s, "
        f"processor {time.process_time() - processor:.2f} s"
    )


if __name__ == "__main__":
    main()
