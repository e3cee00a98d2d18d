"""The coding rules, in the order in which they are tried, and how they read an answer.

A code without a rule does not exist. `Yes` and `No` printed on the form are no evidence: in the
text of a print the tick is lost, so a rule reads only what the respondent wrote, or the option
that the source shows as ticked. What is written is read sentence by sentence (egovbench.
questionnaire.assertion); the rules turn what the sentences say into a code.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from egovbench.base.addresses import find_links
from egovbench.base.schemas import CODE_VALUES
from egovbench.questionnaire import Codebook, Question
from egovbench.questionnaire.assertion import Finding, Judge, found_groups, terms_of
from egovbench.questionnaire.cues import LANGUAGES, Spelling, Token, language, tokens
from egovbench.questionnaire.languages import OTHER, language_of
from egovbench.questionnaire.sentences import (
    Sentence,
    Statement,
    sentences,
    stated,
    without_addresses,
    without_boxes,
)

_PAGES = re.compile(
    r"^\s*(?:(?:see|cf\.?|voir)\s+)?(?:the strategy,?\s+)?(?:pp?|pages?|chapters?|sections?|parts?|"
    r"art(?:icles?)?)\.?\s*\d[\d\s,./;&–-]*(?:and\s+\d+)?\.?\s*$",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"[\n;]|\s(?=\(?\w{1,3}\)\s)")
_FEWEST_ENTRIES = 2
_REQUEST = ("please", "veuillez", "bitte", "favor", "sírvase", "indique", "queira", "provided")
_DENYING = ("denied", "ended", "denying")
_OF_OTHERS = {"other_actor", "international", "past"}
_DOCUMENTS = {"law", "strategy", "guidance"}
_IN_WRITING = _DOCUMENTS | {"mention", "align"}
_SHORT = 12  # words of a sentence
_SHORT_WORD, _MUCH = 5, 2  # letters; words of the question that show what is spoken of
_LONGEST_PROMISE = 9  # words behind "to be completed"
_LONGEST_REFERENCE = 200  # characters; a longer text says more than a page


def is_placeholder(text: str) -> bool:
    """Return whether a text only fills the field ("xx", "n.a.", "-")."""
    words = tokens(text[:_LONGEST_REFERENCE])
    return not words or any(
        cue.kind == "placeholder"
        and (end == len(words) or (cue.scope == "clause" and len(words) - end <= _LONGEST_PROMISE))
        for code in LANGUAGES
        for end, cue in language(code).opening.at(words, 0)
    )


def only_pages(text: str) -> bool:
    """Return whether a text is nothing but a reference to pages or chapters."""
    return len(text) <= _LONGEST_REFERENCE and _PAGES.match(text) is not None


@dataclass(frozen=True)
class Evidence:
    """What the responses hold for one scored question.

    `text` is what was written under the question or its follow-ups (`place` names the items),
    `urls` whether it holds an address, `others` all answers by item.
    """

    codebook: Codebook
    question: Question
    status: str
    selection: str
    text: str
    place: str
    urls: bool
    others: Mapping[int, str]

    @cached_property
    def written(self) -> str:
        """The text without options that are not ticked."""
        return without_boxes(self.text)

    @cached_property
    def statement(self) -> Statement | None:
        """What the text states in its first words."""
        return stated(self.written)

    @cached_property
    def language(self) -> str:
        """The language of the text."""
        return language_of(without_addresses(self.text))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the sentences say about the question, without the first words that state it."""
        return tuple(each for each in self._read if each.status != "doubtful")

    def agreed(self, *statuses: str) -> bool:
        """Return whether all that is said has one of these statuses, and no word is left over."""
        return all(each.status in statuses for each in self._read)

    def has(self, *kinds: str) -> bool:
        """Return whether a sentence has a cue of one of these kinds."""
        return any(cue.cue.kind in kinds for each in self.sentences for cue in each.cues)

    @cached_property
    def numbered(self) -> bool:
        """Whether the answer names a number: a year, that of an act, a share."""
        return any(character.isdigit() for character in without_addresses(self.written))

    @cached_property
    def opening(self) -> Sentence | None:
        """The first sentence, where nothing in the text bears on the question."""
        if self.findings or not self.question.key_terms or self.language == OTHER:
            return None
        return next(iter(self.sentences), None)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences behind the first words that state something, in a language that is read."""
        return self._spelt(None) if self.language != OTHER else []

    def sentence(self, finding: Finding) -> Sentence:
        """Return the sentence that a finding is from."""
        return next(
            each for each in reversed(self.sentences) if each.words[0].start <= finding.spans[0][0]
        )

    def _spelt(self, spelt: Callable[[Token], Token] | None) -> list[Sentence]:
        start = self.statement.end if self.statement else 0
        text = " " * start + self.written[start:]
        return sentences(text, language(self.language), spelt)

    @cached_property
    def _read(self) -> tuple[Finding, ...]:
        if self.language == OTHER:
            return ()
        judge = Judge(self.question, self.codebook)
        read = judge.findings(self.sentences)
        if all(each.status == "doubtful" for each in read):
            names = (*self.question.key_terms, *self.question.objects)
            terms = tuple(
                term
                for name in names
                for term in terms_of(name, self.codebook, (self.language, "en"))
            )
            again = judge.findings(self._spelt(_spelling(terms)))
            if any(each.status != "doubtful" for each in again):
                return (*again, Finding("doubtful", False, ()))
        return tuple(read)

    def said(self, *statuses: str, plain: bool = False) -> list[Finding]:
        """Return the findings of these statuses, with `plain` those that are plain."""
        return [
            each for each in self.findings if each.status in statuses and (each.plain or not plain)
        ]


@lru_cache(maxsize=256)
def _spelling(terms: tuple[str, ...]) -> Spelling:
    return Spelling(terms)


@dataclass(frozen=True)
class Verdict:
    """A code, the kind of evidence it rests on, why, and the places of the words that decided it.

    The places are in the text of the evidence, or in that of the item `settled_by`. `status` is
    what the words say: asserted, denied, ended, planned, limited, other actor, possible, restated,
    contradictory, unclear or none.
    """

    code: str
    evidence: str
    rationale: str
    spans: tuple[tuple[int, int], ...] = ()
    status: str = "none"
    settled_by: int | None = None


@dataclass(frozen=True)
class Rule:
    """A named way to find a code; `sure` tells when no reviewer needs to confirm it, if ever."""

    name: str
    sure: Callable[[Evidence], bool] | None
    apply: Callable[[Evidence], Verdict | None]

    @property
    def strong(self) -> bool:
        """Whether a code by this rule may need no review."""
        return self.sure is not None


DENIED = ("denied", "ended", "denied_in_part", "ended_in_part")


# When a code is strong. The criteria were chosen by which codes had been right, of some 2,000
# answers that the rules of their time had not been made with.


def _always(given: Evidence) -> bool:
    return True


def _sure_stated(given: Evidence) -> bool:
    """Return whether nothing is said against it, and no number stands behind a "no"."""
    assert given.statement is not None
    wanted = {"yes": ("asserted", "doubtful"), "partly": ("limited", "asserted")}
    denied = given.agreed(*DENIED, "asserted", "doubtful") and not given.numbered
    kind = given.statement.kind
    return given.agreed(*wanted[kind]) if kind in wanted else denied


def _sure_asserted(given: Evidence) -> bool:
    """Return whether it names a number or an address, and nothing else is said or denied."""
    named = given.numbered or given.urls
    return named and given.agreed("asserted") and not given.has(*_DENYING)


def _sure_mentioned(given: Evidence) -> bool:
    """Return whether it names a number and is not over, where no document is asked about."""
    written = _IN_WRITING & set(given.question.objects)
    return given.numbered and not written and not given.has("past", "former")


def _sure_denied(given: Evidence) -> bool:
    """Return whether nothing is said against it, in a sentence of one clause or on a law."""
    if given.said("asserted", plain=True):
        return False
    whole = all(len(given.sentence(each).clauses) == 1 for each in given.said(*DENIED))
    beside = ("denied", "denied_in_part", "ended", "other_actor", "planned", "asserted")
    return given.agreed(*beside) and (whole or "law" in given.question.objects)


def _sure_planned(given: Evidence) -> bool:
    """Return whether all that is asked for, or a document, is planned, and nothing is denied."""
    named = all(each.plain and each.direct for each in given.said("planned"))
    agreed = given.agreed("planned", "not_in_force", "limited") and not given.has(*_DENYING)
    return agreed and (named or bool(_DOCUMENTS & set(given.question.objects)))


def _sure_limited(given: Evidence) -> bool:
    """Return whether nothing else is said in a short sentence, and nothing is denied."""
    short = all(len(given.sentence(each).words) <= _SHORT for each in given.said("limited"))
    return short and given.agreed("limited", "asserted") and not given.has(*_DENYING)


def _sure_others(given: Evidence) -> bool:
    """Return whether one sentence speaks of others, and limits and denies nothing."""
    return len(given.sentences) == 1 and not given.has("limited", "quantifier", *_DENYING)


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
    if not given.text or not is_placeholder(given.written):
        return None
    written = given.text.strip()
    start = given.text.index(written)
    rationale = f'only "{written}" under {given.place}'
    return Verdict("unknown", "none", rationale, ((start, start + len(written)),))


def _stated(given: Evidence) -> Verdict | None:
    if given.statement is None or given.statement.kind not in ("yes", "no"):
        return None
    if given.statement.kind == "yes":
        against = given.said(*DENIED, "planned", "limited", "not_in_force")
    else:
        against = given.said("asserted", plain=True) + given.said(
            "planned", "limited", "not_in_force"
        )
    if against:
        return None
    return _statement(given, given.statement.kind)


def _stated_in_part(given: Evidence) -> Verdict | None:
    if given.statement is None or given.statement.kind != "partly":
        return None
    return _statement(given, "partly")


def _stated_unsure(given: Evidence) -> Verdict | None:
    if given.statement is None or given.statement.kind != "unsure":
        return None
    if given.findings:
        return None
    return _statement(given, "unknown")


def _statement(given: Evidence, code: str) -> Verdict:
    assert given.statement is not None
    span = (given.statement.start, given.statement.end)
    status = {"yes": "asserted", "no": "denied", "partly": "limited"}.get(code, "possible")
    rationale = f"{_quoted(given.text, [span])} stated under {given.place}"
    evidence = "none" if code == "unknown" else "stated"
    return Verdict(code, evidence, rationale, (span,), status)


def _verdict(
    given: Evidence, code: str, status: str, findings: Sequence[Finding], reason: str
) -> Verdict:
    spans = tuple(dict.fromkeys(span for each in findings[:2] for span in each.spans))
    quoted = f" ({_quoted(given.text, spans)})" if spans else ""
    evidence = {"unknown": "none", "yes": "described"}.get(code, "stated")
    rationale = f"{reason} under {given.place}{quoted}"
    return Verdict(code, evidence, rationale, spans, status)


def _contradictory(given: Evidence) -> Verdict | None:
    said_yes = given.said("asserted", plain=True)
    said_no = [
        each
        for each in given.said("denied", "ended", plain=True)
        if each.direct or (said_yes and _last([each]) < _last(said_yes))
    ]
    kind = given.statement.kind if given.statement else ""
    if kind == "no" and said_yes:
        return _verdict(given, "unknown", "contradictory", said_yes, "denied and asserted")
    if kind == "yes" and given.said(*DENIED) and not said_yes and not given.said("limited"):
        return _verdict(
            given, "unknown", "contradictory", given.said(*DENIED), "asserted and denied"
        )
    if not said_no or not said_yes or given.said("limited", "denied_in_part"):
        return None
    if given.question.dedicated and not any(each.direct for each in said_yes):
        return None
    if all(each.status == "ended" for each in said_no):
        return None
    parted = any(
        each.topics and other.topics and not each.topics & other.topics
        for each in said_no
        for other in said_yes
    )
    if parted:
        return None
    both = [said_yes[0], said_no[0]]
    return _verdict(given, "unknown", "contradictory", both, "asserted and denied")


def _succeeded(given: Evidence) -> Verdict | None:
    ended = given.said("ended")
    if not ended or given.said("denied", "denied_in_part"):
        return None
    later = given.findings.index(ended[0])
    asserted = [
        each
        for place, each in enumerate(given.findings)
        if each.status == "asserted" and (place > later or (each.plain and ended[0].direct))
    ]
    if not asserted:
        return None
    return _verdict(given, "yes", "asserted", asserted, "one was ended, another is described")


def _by_entry(given: Evidence) -> Verdict | None:
    """Find a list of entries ("Health: yes; Interior: none") of which some are denied."""
    entries = [
        value.strip()
        for part in _ENTRY.split(without_addresses(given.written))
        if (value := part.rpartition(":")[2] if ":" in part else part.rpartition(",")[2])
        and value != part
    ]
    kinds = [each.kind if (each := stated(value)) else "" for value in entries]
    if "no" not in kinds or set(kinds) <= {"no", "unsure"} or len(entries) < _FEWEST_ENTRIES:
        return None
    return Verdict(
        "partly", "stated", f"some entries under {given.place} are denied", (), "limited"
    )


def _limited(given: Evidence) -> Verdict | None:
    limited = given.said("limited")
    if not limited or given.said("planned"):
        return None
    sure = any(each.direct and each.plain for each in limited)
    if given.said("denied", "ended", plain=True) and not sure:
        return None  # "it was repealed, and there is no other"
    return _verdict(given, "partly", "limited", limited, "limited")


def _part_denied(given: Evidence) -> Verdict | None:
    # What is ended without its name is what was described before, and not another part.
    denied = [
        each for each in given.said(*DENIED) if each.direct or not each.status.startswith("ended")
    ]
    if given.question.dedicated and given.said("denied", plain=True):
        return None  # what serves all matters is not the thing of its own that is asked for
    asserted = given.said("asserted")
    partly = given.said("denied_in_part", "ended_in_part") or given.said("asserted", plain=True)
    if not denied or not asserted or not partly:
        return None
    return _verdict(given, "partly", "limited", [denied[0], asserted[0]], "some of it denied")


def _not_in_force(given: Evidence) -> Verdict | None:
    waiting = given.said("not_in_force")
    if not waiting or given.said("denied", "ended"):
        return None
    return _verdict(given, "partly", "planned", waiting, "not yet in force")


def _planned(given: Evidence) -> Verdict | None:
    planned = given.said("planned")
    kind = given.statement.kind if given.statement else ""
    if kind == "planned":
        return replace(_statement(given, "partly"), status="planned")
    asserted = given.said("asserted", plain=True)
    named = any(each.plain for each in planned)
    if not planned or kind == "partly" or (asserted and named):
        return None
    if asserted and given.findings.index(planned[-1]) < given.findings.index(asserted[-1]):
        return None  # a plan that names nothing, behind what is described, is about that
    if given.said("unclear", "ended"):
        return None
    if not named and given.said("denied", plain=True):
        return None
    later = given.findings[given.findings.index(planned[0]) + 1 :] if planned else ()
    if any(each.status == "denied" and each.plain and not each.own_topics for each in later):
        return None  # "a bill was tabled, but did not pass"
    return _verdict(given, "partly", "planned", planned, "plans only")


def _denied(given: Evidence) -> Verdict | None:
    denied = given.said("denied", "denied_in_part", plain=True)
    if not denied:
        return None
    return _verdict(given, "no", "denied", denied, "denied")


def _ended(given: Evidence) -> Verdict | None:
    ended = given.said("ended", "ended_in_part", plain=True)
    if not ended:
        return None
    return _verdict(given, "no", "ended", ended, "ended")


def _asserted(given: Evidence) -> Verdict | None:
    asserted = given.said("asserted", plain=True)
    if not asserted:
        return None
    return _verdict(given, "yes", "asserted", asserted, "described")


def _of_others(given: Evidence) -> Verdict | None:
    others = given.said("other_actor")
    if not others or given.said("asserted"):
        return None
    return _verdict(given, "unknown", "other actor", others, "only others are spoken of")


def _unclear(given: Evidence) -> Verdict | None:
    unclear = given.said("unclear")
    asserted = given.said("asserted", plain=True)
    if not unclear or (asserted and _last(unclear) < _last(asserted)):
        return None
    return _verdict(given, "unknown", "unclear", unclear, "two denials")


def _last(findings: Sequence[Finding]) -> int:
    """Return where the last words of findings stand."""
    return max((start for each in findings for start, _ in each.spans), default=0)


def _possible(given: Evidence) -> Verdict | None:
    possible = given.said("possible")
    if not possible or given.said("asserted"):
        return None
    return _verdict(given, "unknown", "possible", possible, "only possible")


def _restated(given: Evidence) -> Verdict | None:
    if not given.question.key_terms:
        return None
    words = tokens(without_addresses(given.text)[:2000])
    asked = _asked_words(tuple(_question_texts(given)))
    others = [each for each in words if each.word not in asked]
    requested = any(each.word in _REQUEST for each in words)
    again = 2 <= len(words) <= 60 and len(others) <= (len(words) // 3 if requested else 0)
    if not again and (not given.said("restated") or given.said("asserted", *DENIED)):
        return None
    return Verdict(
        "unknown",
        "none",
        f"only the question again under {given.place}",
        (),
        "restated",
    )


@lru_cache(maxsize=256)
def _asked_words(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(each.word for text in texts for each in tokens(text))


def _question_texts(given: Evidence) -> list[str]:
    numbers = (given.question.number, *evidence_places(given.codebook, given.question))
    texts = [given.codebook.by_number[number].wording for number in numbers]
    return [*texts, given.question.label, f"Q {given.question.number}"]


def _mentioned(given: Evidence) -> Verdict | None:
    asserted = given.said("asserted")
    if not asserted:
        return None
    return _verdict(given, "yes", "asserted", asserted, "described, not in so many words,")


def _page_reference(given: Evidence) -> Verdict | None:
    asks_for_reference = "specific reference" in given.question.wording or (
        given.question.block == "emerging_technologies"
    )
    if not asks_for_reference or not only_pages(given.text):
        return None
    rationale = f"pages of the reference given under {given.place}"
    return Verdict("yes", "described", rationale, _whole(given.text), "asserted")


def _link_given(given: Evidence) -> Verdict | None:
    if given.question.key_terms or not given.urls:
        return None
    rationale = f"address given under {given.place}"
    return Verdict("yes", "described", rationale, _links(given.text), "asserted")


def _named(given: Evidence) -> Verdict | None:
    if given.question.key_terms or not given.text or given.said("unclear"):
        return None
    rationale = f"named under {given.place}, without an address"
    return Verdict("yes", "described", rationale, (), "asserted")


def _address_alone(given: Evidence) -> Verdict | None:
    """Find an address whose own words bear on the question, where nothing else does."""
    links = find_links(given.text)
    if not links or any(each.status != "restated" for each in given.findings):
        return None
    words = tokens(" ".join(links).replace("_", " "))
    names = [
        name for name in given.question.key_terms if name not in given.question.objects
    ] or list(given.question.key_terms)
    found = found_groups(words, names, given.codebook)
    if len(tokens(without_addresses(given.text))) > 3 or not all(found.values()):
        return None
    rationale = f"an address alone under {given.place}, whose words bear on the question"
    return Verdict("yes", "described", rationale, _links(given.text), "asserted")


def _related(given: Evidence) -> Verdict | None:
    for related in given.question.related:
        text = given.others.get(related.item, "")
        words = tokens(without_addresses(text))
        found = found_groups(words, related.terms, given.codebook)
        if text and all(found.values()):
            spans = tuple(
                (words[hits[0][0]].start, words[hits[0][1] - 1].end) for hits in found.values()
            )
            reason = f"settled by item {related.item} ({_quoted(text, spans)})"
            return Verdict("yes", "related", reason, spans, "asserted", related.item)
    return None


def _other_language(given: Evidence) -> Verdict | None:
    if not given.text or given.statement or given.language != OTHER:
        return None
    if not given.question.key_terms:
        return None
    rationale = f"the text under {given.place} is in a language that the rules do not read"
    return Verdict("unknown", "none", rationale)


def _denied_alone(given: Evidence) -> Verdict | None:
    """Find a denial that opens the answer and names no other matter, or much of the question's.

    What stands under a question is about it, unless it shows that it is about something else.
    """
    first, lists = given.opening, language(given.language).lists
    cue = next((each for each in first.cues if each.cue.kind in _DENYING), None) if first else None
    if first is None or cue is None or {each.cue.kind for each in first.cues} & _OF_OTHERS:
        return None
    behind = [each.word for each in first.words[cue.end :]]
    bare = not behind or behind[0] in lists["openers"] or not lists["anaphors"].isdisjoint(behind)
    asked = _asked_words(tuple(_question_texts(given)))
    shared = {each.word for each in first.words if len(each.word) > _SHORT_WORD} & asked
    if not (cue.start <= 1 and bare) and len(shared) < _MUCH:
        return None
    span = (first.words[cue.start].start, first.words[cue.end - 1].end)
    return Verdict("no", "stated", f"denied under {given.place}, in few words", (span,), "denied")


def _planned_alone(given: Evidence) -> Verdict | None:
    """Find a plan in an answer that names nothing of the question: it is under it, so about it."""
    first = given.opening
    cue = next((each for each in first.cues if each.cue.kind == "planned"), None) if first else None
    if first is None or cue is None or {each.cue.kind for each in first.cues} & _OF_OTHERS:
        return None
    span = (first.words[cue.start].start, first.words[cue.end - 1].end)
    return Verdict(
        "partly", "stated", f"plans under {given.place}, in few words", (span,), "planned"
    )


def _document_named(given: Evidence) -> Verdict | None:
    """Find a law or a strategy with its year or number, where one is asked for."""
    first, objects = given.opening, given.question.objects
    if first is None or not _DOCUMENTS & set(objects):
        return None
    kinds = {each.cue.kind for each in first.cues}
    found = found_groups(first.words, objects, given.codebook)
    hits = [hit for each in found.values() for hit in each]
    dated = any(each.word.isdigit() for each in first.words)
    auxiliaries = language(given.language).lists["auxiliaries"]
    says = any(each.word in auxiliaries for each in first.words) and "enacted" not in kinds
    if not hits or not dated or says or kinds & {*_DENYING, *_OF_OTHERS, "planned", "doubt"}:
        return None
    span = (first.words[hits[0][0]].start, first.words[hits[0][1] - 1].end)
    return Verdict("yes", "described", f"a document named under {given.place}", (span,), "asserted")


def _does_not_bear(given: Evidence) -> Verdict | None:
    if not given.text:
        return None
    return Verdict("unknown", "none", f"the text under {given.place} does not bear on the question")


def _blank(given: Evidence) -> Verdict | None:
    return Verdict("unknown", "none", f"nothing is written under {given.place}")


RULES = (
    Rule("not asked", _always, _not_asked),
    Rule("selected", _always, _selected),
    Rule("placeholder", _always, _placeholder),
    Rule("other language", None, _other_language),
    Rule("by entry", None, _by_entry),
    Rule("contradictory", None, _contradictory),
    Rule("stated", _sure_stated, _stated),
    Rule("succeeded", None, _succeeded),
    Rule("not in force", _sure_planned, _not_in_force),
    Rule("planned", _sure_planned, _planned),
    Rule("limited", _sure_limited, _limited),
    Rule("denied in part", None, _part_denied),
    Rule("stated in part", _sure_stated, _stated_in_part),
    Rule("denied", _sure_denied, _denied),
    Rule("ended", _always, _ended),
    Rule("unclear", None, _unclear),
    Rule("stated unsure", _always, _stated_unsure),
    Rule("restated", _always, _restated),
    Rule("asserted", _sure_asserted, _asserted),
    Rule("page reference", None, _page_reference),
    Rule("link given", _always, _link_given),
    Rule("of others", _sure_others, _of_others),
    Rule("possible", None, _possible),
    Rule("mentioned", _sure_mentioned, _mentioned),
    Rule("address alone", None, _address_alone),
    Rule("named", None, _named),
    Rule("related", None, _related),
    Rule("denied alone", None, _denied_alone),
    Rule("planned alone", None, _planned_alone),
    Rule("document named", _always, _document_named),
    Rule("does not bear", None, _does_not_bear),
    Rule("blank", None, _blank),
)


def apply_rules(given: Evidence) -> tuple[Rule, Verdict]:
    """Return the first rule that finds a code, and its verdict; the last rule always does.

    A rule is "with doubt", and not strong, where the answer says more than the rule reads.
    """
    for rule in RULES:
        verdict = rule.apply(given)
        if verdict is None:
            continue
        if rule.sure and not rule.sure(given):
            return replace(rule, name=f"{rule.name} with doubt", sure=None), verdict
        return rule, verdict
    raise AssertionError("the last rule finds a code for everything")


def bounds(rule: Rule, verdict: Verdict) -> tuple[float, float]:
    """Return the least and the greatest value that a code leaves open, missing for not_asked.

    A strong yes or no is exact; what is stated to be so in part is at least that; what is only
    planned, and what rests on weak evidence, may be anything until somebody has reviewed it.
    """
    if verdict.code == "not_asked":
        return float("nan"), float("nan")
    if not rule.strong or verdict.code == "unknown" or verdict.status == "planned":
        return 0.0, 1.0
    value = CODE_VALUES[verdict.code]
    return value, 1.0 if verdict.code == "partly" else value


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


def _whole(text: str) -> tuple[tuple[int, int], ...]:
    written = text.strip()
    start = text.index(written)
    return ((start, start + len(written)),)


def _links(text: str) -> tuple[tuple[int, int], ...]:
    starts = [(text.index(link), link) for link in find_links(text)]
    return tuple((start, start + len(link)) for start, link in starts)


def _quoted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    shown = [" ".join(text[start:end].split()) for start, end in spans]
    return ", ".join(f'"{each}"' for each in shown)
