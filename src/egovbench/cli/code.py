"""`egovbench code`: from responses to codes."""

from pathlib import Path
from typing import Annotated

import typer

from egovbench.base import paths


def code(
    responses: Annotated[list[Path], typer.Argument(help="Tables that ingest wrote.")],
    out: Annotated[Path, typer.Option(help="Folder for one table a country.")] = paths.CODES,
) -> None:
    """Code the scored items of each country and write OUT/<ISO3>.csv.

    Answers of another wave go to OUT/<ISO3>-<survey>.csv. Decisions in data/reviews/ under the same
    name win over the rules.
    """
    from egovbench.base.schemas import CODES_TABLE, RESPONSES_TABLE, REVIEWS_TABLE
    from egovbench.base.tables import read_table, write_table
    from egovbench.questionnaire import read_codebook
    from egovbench.questionnaire.coding.agreement import agreement
    from egovbench.questionnaire.coding.code import code_responses, needing_review, with_reviews

    paths.refuse_former_layout(paths.DATA)
    codebook = read_codebook(paths.CODEBOOK)
    for path in responses:
        found = code_responses(read_table(path, RESPONSES_TABLE), codebook)
        for (iso3, survey), codes in found.groupby(["iso3", "survey"]):
            target = paths.country_table(out, str(iso3), str(survey), codebook.id)
            review = paths.REVIEWS / target.name
            final = codes
            if review.exists():
                final = with_reviews(codes, read_table(review, REVIEWS_TABLE))
            write_table(final, target, CODES_TABLE)
            counts = final["code"].value_counts()
            shown = ", ".join(f"{n} {str(name).replace('_', ' ')}" for name, n in counts.items())
            print(f"{iso3}: {len(final)} items ({shown}) -> {target}")
            reviewed = final["rule"] == "review"
            result = agreement(codes.loc[reviewed, "code"], final.loc[reviewed, "code"])
            if result.n:
                print(
                    f"{iso3}: rules and review agree on {result.share:.0%} of {result.n} reviewed "
                    f"items (Cohen's kappa {result.kappa:.2f})"
                )
            waiting = needing_review(final)["item"].tolist()
            if waiting:
                print(f"{iso3}: coded by weak evidence, not reviewed: {waiting}")
