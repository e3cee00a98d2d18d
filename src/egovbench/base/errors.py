"""The project's exceptions: one line each, naming the place, what was found and what is right."""

from collections.abc import Callable
from pathlib import Path

from egovbench.base.addresses import without_contacts
from egovbench.base.visible_text import visible

_LONGEST_SHOWN = 200
_LONGEST_READ = 2_000


class EgovbenchError(Exception):
    """Base of every error that a user can cause; the command line prints it on one line."""

    exit_code = 2

    def __str__(self) -> str:
        return visible(super().__str__())

    def __reduce__(self) -> tuple[Callable[..., Exception], tuple[object, ...], dict[str, object]]:
        # Other arguments make an error than those it keeps, when it goes to another process.
        return Exception.__new__, (type(self), *self.args), vars(self)


class InputError(EgovbenchError):
    """A source document or table cannot be read as what it should be.

    The message, and the name of a column, may quote the file; they show nobody's address or number.
    """

    def __init__(
        self, path: Path | str, message: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        self.path = str(path)
        self.row = row
        self.column = None if column is None else without_contacts(column)
        place = self.path
        if row is not None:
            place += f", line {row}"
        if column is not None:
            place += f", column {self.column}"
        super().__init__(f"{place}: {without_contacts(message)}")


class ParameterError(EgovbenchError):
    """A parameter is unknown, has the wrong type, or a value that is not valid."""

    def __init__(self, name: str, found: object, expected: str) -> None:
        self.name = name
        self.found = found
        self.expected = expected
        shown = without_contacts(repr(found)[:_LONGEST_READ])
        if len(shown) > _LONGEST_SHOWN:
            shown = f"{shown[:_LONGEST_SHOWN]} ..."
        super().__init__(f"parameter {name[:_LONGEST_SHOWN]}: found {shown}; expected {expected}")


class MethodError(EgovbenchError):
    """A scoring method or framework cannot be applied to the data it was given."""


class ExportError(EgovbenchError):
    """Foreign markup cannot become part of a page that is complete by itself.

    `cell` is the index of the cell that shows it, None where that is not known.
    """

    def __init__(self, message: str, cell: int | None = None) -> None:
        self.cell = cell
        super().__init__(message)


class WriteError(EgovbenchError):
    """A file cannot be written; what stood in its place is left as it was."""


class RunError(EgovbenchError):
    """A run ended with failed reports."""

    exit_code = 1
