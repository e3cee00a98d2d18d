"""The coding rules, in the order in which they are tried, and how they read an answer.

A code without a rule does not exist. `Yes` and `No` printed on the form are no evidence: in the
text of a print the tick is lost, so a rule reads only what the respondent wrote, or the option
that the source shows as ticked.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from egovbench.base.addresses import find_links
from egovbench.questionnaire import Codebook, Question
from egovbench.questionnaire.codebook import TermGroups

_END = r"(?=\s*(?:$|[.,;:!()–—-]))"
_PLACEHOLDER = re.compile(
    r"^[\s\"'(]*(?:x+|n\s*[./]?\s*a\.?|not applicable|not available|tb[cda]|to be (?:confirmed|"
    r"completed)|unknown|not known|k\.?\s?a\.?|s\.?\s?o\.?|nihil|[-–—_./?*]+)[\s\"').]*$",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"^\s*(?:(?:no|non|nein|none|nil|não|nao){_END}|"
    r"there (?:is|are|was) (?:currently |at present )?no(?:t|ne)?\b|(?:does|do) not exist|"
    r"currently (?:no|not)\b|no[tn]? (?:existing|existe)\b)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"^\s*(?:no,?\s+)?(?:not yet|pas encore|noch nicht|todavía no)\b", re.IGNORECASE
)
_YES = re.compile(
    rf"^\s*(?:yes|oui|ja|sí|si|sim)(?:{_END}|\s+(?=p\b|pp\b|page|see\b|the\b|there\b|it\b|we\b))",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    rf"^\s*(?:partly|partially|in part|to some extent|in progress|ongoing|planned|in preparation|"
    rf"under (?:development|preparation|way)|in draft|draft|forthcoming){_END}",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"^\s*(?:(?:see|cf\.?|voir)\s+)?(?:the strategy,?\s+)?(?:pp?|pages?|chapters?|sections?|parts?|"
    r"art(?:icles?)?)\.?\s*\d[\d\s,./;&–-]*(?:and\s+\d+)?\.?\s*$",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:will (?:be|allow|enable|include|provide|introduce|create|contain)|is (?:being|to be) "
    r"(?:prepared|developed|drafted|elaborated|created)|(?:is|are) planned|plans? to|under "
    r"(?:development|preparation|elaboration)|in preparation|"
    r"draft (?:law|bill|act|strategy|policy)|(?:has|have) been requested)\b",
    re.IGNORECASE,
)
_EXISTS = re.compile(
    r"\b(?:adopted|approved|published|enacted|entered into force|in force|transposed|established|"
    r"launched|created|has set up|was set up|introduced|implemented|has existed|have existed|"
    r"(?:is|are) available|there (?:is|are)|since (?:\w+ )?(?:19|20)\d\d|publishes|provides|"
    r"collects|measures|uses|makes? (?:specific )?reference|refers? to|is aligned|is guided)\b",
    re.IGNORECASE,
)


def is_placeholder(text: str) -> bool:
    """Return whether a text only fills the field ("xx", "n.a.", "-")."""
    return _PLACEHOLDER.match(text) is not None


def stated(text: str) -> tuple[str, str] | None:
    """Return the code a text states in its first words and the words, or nothing.

    "Not yet" is a no: what is announced for later does not exist. A number after "No" is no
    answer ("No 910/2014").
    """
    for pattern, code in ((_NOT_YET, "no"), (_NO, "no"), (_PARTLY, "partly"), (_YES, "yes")):
        match = pattern.match(text)
        if match and not re.match(r"[\s.]*\d", text[match.end() :] if code == "no" else ""):
            return code, match[0].strip()
    return None


def only_pages(text: str) -> bool:
    """Return whether a text is nothing but a reference to pages or chapters."""
    return _PAGES.match(text) is not None


def only_planned(text: str) -> str:
    """Return the words by which a text speaks of plans, if nothing in it says it exists yet."""
    planned = _PLANNED.search(text)
    return planned[0] if planned and not _EXISTS.search(text) else ""


_WHOLE_WORD_LENGTH = 3


def found_terms(text: str, groups: TermGroups) -> tuple[str, ...] | None:
    """Return one word of `text` for each group of terms, or nothing when a group has none.

    A term of more than three letters without a capital matches the beginning of a word in any
    case; a shorter one a whole word in any case; one with a capital a whole word as written.
    Addresses do not count: what a link is called is not what the respondent said.
    """
    said = _ADDRESS.sub(" ", text)
    words = []
    for group in groups:
        match = _pattern(group).search(said)
        if match is None:
            return None
        words.append(match[0])
    return tuple(words)


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@cache
def _pattern(group: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_term(term) for term in group))


def _term(term: str) -> str:
    escaped = re.escape(term).replace(r"\ ", r"\s+")
    before = r"(?<!\w)" if term[0].isalnum() else ""
    if any(character.isupper() for character in term):
        return rf"{before}{escaped}s?(?!\w)"
    if len(term) <= _WHOLE_WORD_LENGTH:
        after = r"(?!\w)" if term[-1].isalnum() else ""
        return rf"{before}(?i:{escaped}){after}"
    return rf"{before}(?i:{escaped})\w*"


@dataclass(frozen=True)
class Evidence:
    """What the responses hold for one scored question.

    `text` is what was written under the question or its follow-ups (`place` names the items),
    `urls` whether it holds an address, `others` all answers by item.
    """

    question: Question
    status: str
    selection: str
    text: str
    place: str
    urls: bool
    others: Mapping[int, str]


@dataclass(frozen=True)
class Verdict:
    """A code, the kind of evidence it rests on, why, and the words of the text that decided it."""

    code: str
    evidence: str
    rationale: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A named way to find a code; `strong` when no reviewer needs to confirm it."""

    name: str
    strong: bool
    apply: Callable[[Evidence], Verdict | None]


def _not_asked(given: Evidence) -> Verdict | None:
    if given.status == "not_asked":
        return Verdict("not_asked", "none", "the document does not hold the question")
    return None


def _selected(given: Evidence) -> Verdict | None:
    code = {"Yes": "yes", "No": "no"}.get(given.selection)
    if code is None:
        return None
    return Verdict(code, "selected", f'the source shows "{given.selection}" as ticked')


def _placeholder(given: Evidence) -> Verdict | None:
    if not given.text or not is_placeholder(given.text):
        return None
    rationale = f'only "{given.text}" under {given.place}'
    return Verdict("unknown", "none", rationale, (given.text.strip(),))


def _stated(given: Evidence) -> Verdict | None:
    statement = stated(given.text)
    if statement is None:
        return None
    code, words = statement
    return Verdict(code, "stated", f'"{words}" stated under {given.place}', (words,))


def _page_reference(given: Evidence) -> Verdict | None:
    asks_for_reference = "specific reference" in given.question.wording or (
        given.question.block == "emerging_technologies"
    )
    if not asks_for_reference or not only_pages(given.text):
        return None
    rationale = f"pages of the reference given under {given.place}"
    return Verdict("yes", "described", rationale, (given.text.strip(),))


def _link_given(given: Evidence) -> Verdict | None:
    if given.question.key_terms or not given.urls:
        return None
    rationale = f"address given under {given.place}"
    return Verdict("yes", "described", rationale, tuple(find_links(given.text)))


def _named(given: Evidence) -> Verdict | None:
    if given.question.key_terms or not given.text:
        return None
    return Verdict("yes", "described", f"named under {given.place}, without an address")


def _planned(given: Evidence) -> Verdict | None:
    words = only_planned(given.text)
    if not words or _bearing(given) is None:
        return None
    return Verdict("partly", "stated", f'plans only under {given.place} ("{words}")', (words,))


def _bearing(given: Evidence) -> tuple[str, ...] | None:
    """Return the words that make the text bear on the question; without key terms nothing does."""
    if not given.question.key_terms:
        return None
    return found_terms(given.text, given.question.key_terms)


def _described_with_address(given: Evidence) -> Verdict | None:
    return _described(given) if given.urls else None


def _described(given: Evidence) -> Verdict | None:
    bearing = _bearing(given)
    if bearing is None:
        return None
    rationale = f"described under {given.place} ({_quoted(bearing)})"
    return Verdict("yes", "described", rationale, bearing)


def _related(given: Evidence) -> Verdict | None:
    for related in given.question.related:
        bearing = found_terms(given.others.get(related.item, ""), related.terms)
        if bearing is not None:
            reason = f"settled by item {related.item} ({_quoted(bearing)})"
            return Verdict("yes", "related", reason, bearing)
    return None


def _does_not_bear(given: Evidence) -> Verdict | None:
    if not given.text:
        return None
    return Verdict("unknown", "none", f"the text under {given.place} does not bear on the question")


def _blank(given: Evidence) -> Verdict | None:
    return Verdict("unknown", "none", f"nothing is written under {given.place}")


RULES = (
    Rule("not asked", True, _not_asked),
    Rule("selected", True, _selected),
    Rule("placeholder", False, _placeholder),
    Rule("stated", True, _stated),
    Rule("page reference", False, _page_reference),
    Rule("link given", True, _link_given),
    Rule("named", False, _named),
    Rule("planned", False, _planned),
    Rule("described with an address", True, _described_with_address),
    Rule("described", False, _described),
    Rule("related", False, _related),
    Rule("does not bear", False, _does_not_bear),
    Rule("blank", False, _blank),
)


def apply_rules(given: Evidence) -> tuple[Rule, Verdict]:
    """Return the first rule that finds a code, and its verdict; the last rule always does."""
    for rule in RULES:
        verdict = rule.apply(given)
        if verdict is not None:
            return rule, verdict
    raise AssertionError("the last rule finds a code for everything")


def evidence_places(codebook: Codebook, question: Question) -> tuple[int, ...]:
    """Return the items whose text answers `question`: its own, or the follow-ups of a choice.

    Follow-ups that are scored themselves answer their own question, and personal ones are never
    read.
    """
    if "choice" not in question.kind:
        return (question.number,)
    return tuple(
        each.number
        for each in codebook.follow_ups(question.number)
        if not each.scored and not each.personal and not each.options
    )


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f'"{" ".join(word.split())}"' for word in words)
