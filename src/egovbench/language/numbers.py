"""Numbers in the active language; the only place where what is written is rounded."""

from math import isnan

from egovbench.base.comparing import steady
from egovbench.language.catalogue import active_language, say
from egovbench.language.messages import whole_number

_POINT = {"en": ".", "fr": ",", "de": ","}


def fixed(value: float, decimals: int = 0, signed: bool = False) -> str:
    """Return `value` with so many decimals, a true minus sign, and a plus sign where wanted.

    A missing value is "not known"; what rounds to zero has no sign.
    """
    if isnan(value):
        return say("numbers.unknown")
    rounded = round(steady(float(value)), decimals) + 0.0
    text = f"{rounded:+.{decimals}f}" if signed and rounded else f"{rounded:.{decimals}f}"
    return localised(text)


def number(value: float, signed: bool = False) -> str:
    """Return a score with one decimal, whole numbers without; a missing one is "not known"."""
    if isnan(value):
        return say("numbers.unknown")
    return fixed(value, 1, signed).removesuffix(f"{_POINT[active_language()]}0")


def percent(share: float, decimals: int = 0) -> str:
    """Return a share (0 to 1) in per cent with so many decimals; a missing one is "not known"."""
    if isnan(share):
        return say("numbers.unknown")
    return say("numbers.percent", number=fixed(100 * share, decimals))


def whole(value: int) -> str:
    """Return a whole number with its thousands grouped."""
    return whole_number(value, active_language())


def span(lower: str, upper: str) -> str:
    """Return two written numbers as "61.9 to 71.4", or the one where both read alike."""
    return lower if lower == upper else say("numbers.span", lower=lower, upper=upper)


def interval(lower: float, upper: float) -> str:
    """Return an interval of scores in words, or its one value where both ends read alike."""
    return span(number(lower), number(upper))


def bounded(score: float, lower: float, upper: float) -> str:
    """Return a score with its bounds in brackets, without them where they add nothing."""
    return with_span(number(score), interval(lower, upper))


def limited(score: float, lower: float, upper: float) -> str:
    """Return a score with its bounds for a sentence: "84", "84 (up to 100)", "91 (84 to 100)"."""
    told = limits(score, lower, upper)
    return f"{number(score)} ({told})" if told else number(score)


def limits(score: float, lower: float, upper: float) -> str:
    """Return the bounds of a score as a sentence says them; nothing where they add nothing."""
    shown, low, high = number(score), number(lower), number(upper)
    ends = "high" if shown == low else "low" if shown == high else "both"
    return "" if shown == low == high else say("numbers.limits", ends=ends, low=low, high=high)


def with_span(shown: str, bounds: str) -> str:
    """Return a written number with its written bounds in brackets where they add something."""
    return shown if shown == bounds else f"{shown} ({bounds})"


def formatted(value: float, specification: str) -> str:
    """Return a number by a format specification such as ".1f", "+.1f", ".0%" or ",d"."""
    if specification.endswith("%"):
        digits = f"{steady(100 * value):{specification.removesuffix('%')}f}"
        return say("numbers.percent", number=localised(_unsigned_zero(digits)))
    return localised(_unsigned_zero(f"{steady(value):{specification}}"))


def localised(text: str) -> str:
    """Return a number as Python writes it with the active language's marks."""
    language = active_language()
    group = whole_number(1000, language)[1]
    marks = {",": group, ".": _POINT[language], "-": "\N{MINUS SIGN}"}
    return "".join(marks.get(mark, mark) for mark in text)


def _unsigned_zero(text: str) -> str:
    return text if any(digit in text for digit in "123456789") else text.lstrip("+-")
