"""What reading a file gives, whatever its form."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Unmapped:
    """A question of another wave that has no place in the codebook.

    `number` is the printed one, `nearest` the codebook's item with the likest wording (0 where none
    is like it at all), and `likeness` how like it is, 0 to 1.
    """

    number: int
    wording: str
    nearest: int
    likeness: float


@dataclass(frozen=True)
class ReadDocument:
    """A questionnaire as read: `responses` in RESPONSES_TABLE, the masked text, and warnings.

    `masked_text` is empty where the source is a table. `completed` is when the form was completed
    (ISO 8601, empty where the source does not say), `unmapped` the questions of another wave that
    the codebook does not hold.
    """

    iso3: str
    responses: pd.DataFrame
    masked_text: str
    warnings: tuple[str, ...]
    completed: str = ""
    unmapped: tuple[Unmapped, ...] = ()

    @property
    def survey(self) -> str:
        """Id of the survey that the answers belong to."""
        return str(self.responses["survey"].iloc[0])


@dataclass(frozen=True)
class Documents:
    """What one file holds: questionnaires, tables of codes (CODES_TABLE), and notes on both.

    Each table of codes is one country's.
    """

    read: tuple[ReadDocument, ...] = ()
    codes: tuple[pd.DataFrame, ...] = ()
    notes: tuple[str, ...] = ()
