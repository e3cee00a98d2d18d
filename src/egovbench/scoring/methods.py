"""Method names with numbers behind them, as a run's parameters write them ("minmax:0:100")."""

from collections.abc import Mapping
from dataclasses import dataclass

from egovbench.base.errors import ParameterError


@dataclass(frozen=True)
class Signature:
    """How many numbers a method must be given, and the values of those that may be left out."""

    required: tuple[str, ...] = ()
    optional: tuple[tuple[str, float], ...] = ()

    def usage(self, name: str) -> str:
        """Return how the method is written, optional numbers in brackets."""
        needed = "".join(f":{each.upper()}" for each in self.required)
        return name + needed + "".join(f"[:{each.upper()}]" for each, _ in self.optional)


@dataclass(frozen=True)
class Method:
    """A method's name and its numbers, those left out filled with their defaults."""

    name: str
    numbers: tuple[float, ...] = ()


def parse_method(text: str, signatures: Mapping[str, Signature], parameter: str) -> Method:
    """Return the method that `text` names.

    Raises ParameterError naming `parameter`, what was found and every valid form.
    """
    expected = ", ".join(signature.usage(name) for name, signature in signatures.items())
    name, *given = text.strip().split(":")
    signature = signatures.get(name)
    if signature is None:
        raise ParameterError(parameter, text, f"one of {expected}")
    most = len(signature.required) + len(signature.optional)
    if not len(signature.required) <= len(given) <= most:
        raise ParameterError(parameter, text, signature.usage(name))
    try:
        numbers = tuple(float(each) for each in given)
    except ValueError:
        raise ParameterError(parameter, text, f"numbers in {signature.usage(name)}") from None
    defaults = tuple(value for _, value in signature.optional)
    return Method(name, numbers + defaults[len(numbers) - len(signature.required) :])
