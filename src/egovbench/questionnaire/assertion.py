"""What the sentences of an answer say about a question: that it is so, is not, is planned ...

Each clause gets its status from the cues whose scope holds words of the question (egovbench.
questionnaire.cues); a sentence that has such words and no such cue asserts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from egovbench.base.addresses import WEB_ADDRESS
from egovbench.questionnaire.codebook import Codebook, Question
from egovbench.questionnaire.cues import (
    LANGUAGES,
    Found,
    Language,
    Phrases,
    Token,
    language,
    tokens,
)
from egovbench.questionnaire.languages import OTHER, language_of

_FEWEST_WORDS_OF_A_LANGUAGE = 4
_SHORTEST_SENTENCE = 3  # words; less is no sentence of another matter
_LONGEST_SENTENCE = 120  # words; a longer one is read in pieces, so that time stays linear
_LONGEST_PHRASE = 10
_LONGEST_VERB = 9
_SHORT_CLAUSE = 4
_BULLET = re.compile(r"[•▪‣◦●■□*]|^\s*[-–—]\s|\n\s*[-–—]|\s[–—]\s|\s-\s|\|")
_BREAK = re.compile(r"[(){}\[\]:|]|\s[-–—]\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_AFTER_YES = ("p", "pp", "page", "see", "the", "there", "it", "we")
_AVAILABLE = (
    "available", "provided", "given", "yet", "at", "disponible", "disponibles", "disponivel",
    "verfugbar", "vorhanden",
)  # fmt: skip
_CERTAIN = ("enacted", "exists", "works")
_DENIALS = ("denied", "ended")
_UNDERSTOOD = ("replaces", "replaced_by", "past", "former")


@dataclass(frozen=True)
class Finding:
    """What one clause or sentence says: its status, whether plainly, and the words that say it."""

    status: str
    plain: bool
    spans: tuple[tuple[int, int], ...]
    topics: frozenset[str] = frozenset()
    own_topics: frozenset[str] = frozenset()  # those in the clause itself
    # Whether a denial names what it denies and does not only point to it, and whether an assertion
    # says in so many words that there is something.
    direct: bool = True


@dataclass
class Sentence:
    """The words of a sentence, its language, cues, and clauses as slices of its words."""

    words: list[Token]
    spoken: Language
    cues: list[Found]
    clauses: list[tuple[int, int]]
    asks: bool
    hits: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def without_addresses(text: str) -> str:
    """Return `text` with blanks in the place of web addresses, so that places stay.

    The sign that ends a sentence behind an address stays.
    """

    def blanks(address: re.Match[str]) -> str:
        bare = address[0].rstrip(".,;:!?")
        return " " * len(bare) + address[0][len(bare) :]

    return WEB_ADDRESS.sub(blanks, text)


def sentences(text: str, spoken: Language) -> list[Sentence]:
    """Return the sentences of a text; a list's entries and a table's cells are sentences too."""
    words = tokens(without_addresses(text))
    starts: list[int] = []
    for place in range(len(words)):
        too_long = bool(starts) and place - starts[-1] >= _LONGEST_SENTENCE
        if too_long or _begins(words, place, spoken):
            starts.append(place)
    found = []
    for start, end in zip(starts, [*starts, len(words)][1:], strict=True):
        part = words[start:end]
        after = text[part[-1].end : words[end].start if end < len(words) else len(text)]
        own, cues = _read(part, text, spoken)
        found.append(Sentence(part, own, cues, _clauses(part, own, cues), "?" in after))
    return found


def _read(words: Sequence[Token], text: str, spoken: Language) -> tuple[Language, list[Found]]:
    """Return the language of a sentence and its cues: another's than the text's where it has none.

    An answer may be written in two languages.
    """
    cues = [each for each in spoken.find(words) if not _is_number_sign(words, each)]
    if cues or len(words) < _FEWEST_WORDS_OF_A_LANGUAGE:
        return spoken, cues
    own = language_of(text[words[0].start : words[-1].end])
    if own in (OTHER, spoken.code):
        return spoken, cues
    return language(own), [
        each for each in language(own).find(words) if not _is_number_sign(words, each)
    ]


def _begins(words: Sequence[Token], place: int, spoken: Language) -> bool:
    if place == 0:
        return True
    gap, word, last = words[place].before, words[place], words[place - 1]
    if any(sign in gap for sign in "!?;") or _BULLET.search(gap):
        return True
    if "\n" in gap:
        written = word.written[0]
        return gap.count("\n") > 1 or "." in gap or written.isupper() or written.isdigit()
    if "." not in gap or not gap.rstrip(" \"'”’»)").endswith(".") or gap[-1] == ".":
        return ". " in gap and not _short(last, spoken)
    return not _short(last, spoken)


def _short(word: Token, spoken: Language) -> bool:
    return word.word in spoken.lists["abbreviations"] or (
        len(word.word) == 1 and word.word.isalpha()
    )


def _is_number_sign(words: Sequence[Token], found: Found) -> bool:
    """Return whether a cue is the sign of a number, as in "No. 45/2018" and "n° 45"."""
    following = words[found.end] if found.end < len(words) else None
    return (
        found.end == found.start + 1
        and words[found.start].word in ("no", "nos", "n")
        and following is not None
        and following.word.isdigit()
    )


def _clauses(
    words: Sequence[Token], spoken: Language, cues: Sequence[Found]
) -> list[tuple[int, int]]:
    boundaries, relatives = spoken.lists["boundaries"], spoken.lists["relatives"]
    openings = [each for each in cues if each.cue.kind == "exception"]
    exceptions = {each.start for each in openings}
    within = {place for each in openings for place in range(each.start + 1, each.end)}
    starts = [0]
    in_relative = 0 in exceptions
    for place in range(1, len(words)):
        comma = "," in words[place].before
        word = words[place].word
        begins = place not in within and (
            word in boundaries
            or (comma and f", {word}" in boundaries)
            or _BREAK.search(words[place].before) is not None
            or ((in_relative or place in exceptions) and comma)
        )
        if begins:
            starts.append(place)
            in_relative = word in relatives or place in exceptions
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


@dataclass(frozen=True)
class Statement:
    """What an answer states in its first words: yes, no, partly, planned or unsure."""

    kind: str
    start: int
    end: int


def stated(text: str) -> Statement | None:
    """Return what a text states in its first words, in whatever language, or nothing.

    One word counts where nothing goes on behind it; a number after "No" is none of these.
    """
    words = tokens(text[:200])
    if not words or (words[0].start > 0 and text[: words[0].start].strip(" \n\t\"'“«(•-–*")):
        return None
    found: list[tuple[int, str]] = []
    for code in LANGUAGES:
        found += [(end, cue.kind) for end, cue in language(code).opening.at(words, 0)]
    for end, kind in sorted(found, reverse=True):
        after = words[end].before if end < len(words) else "."
        goes_on = re.match(r"[\s\"'”»]*$", after) is not None
        if end == 1 and kind == "no" and end < len(words) and words[end].word[0].isdigit():
            continue
        # "No data law exists" denies; "No data available" tells nothing.
        unsure = kind == "unsure" and not (
            goes_on and (1, "no") in found and words[end].word not in _AVAILABLE
        )
        if unsure or not goes_on or (kind == "yes" and words[end].word in _AFTER_YES):
            return Statement(kind, words[0].start, words[end - 1].end)
    return None


@lru_cache(maxsize=256)
def _phrases(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrases[str]:
    return Phrases((term, name) for name, terms in groups for term in terms)


def found_groups(
    words: Sequence[Token], names: Sequence[str], codebook: Codebook
) -> dict[str, list[tuple[int, int]]]:
    """Return where words have terms of the named groups, as slices of the words."""
    groups = tuple((name, codebook.term_groups[name]) for name in dict.fromkeys(names))
    phrases = _phrases(groups)
    hits: dict[str, dict[tuple[int, int], None]] = {name: {} for name, _ in groups}
    for place in range(len(words)):
        for end, name in phrases.at(words, place):
            hits[name][place, end] = None
    return {name: list(found) for name, found in hits.items()}


class Judge:
    """Finds what sentences say about one question."""

    def __init__(self, question: Question, codebook: Codebook) -> None:
        self._question = question
        self._codebook = codebook
        self._lists: Mapping[str, frozenset[str]] = {}  # those of the sentence that is read
        self._objects = question.objects
        self._topics = (
            tuple(name for name in question.key_terms if name not in question.objects)
            or question.key_terms
        )
        self._asked = {word.word for word in tokens(question.wording)}
        self._needs_object = any(name in question.objects for name in question.key_terms)
        self._about_law = "law" in question.objects
        self._about_others = question.section == "G"

    def findings(self, text: Sequence[Sentence]) -> list[Finding]:
        """Return what the sentences say, in order."""
        found: list[Finding] = []
        near = True  # whether the sentence before had words of the question, or none came before
        seen: set[str] = set()
        for sentence in text:
            self._lists = sentence.spoken.lists
            names = (*self._question.key_terms, *self._objects)
            sentence.hits = found_groups(sentence.words, names, self._codebook)
            found += self._sentence(sentence, near, seen)
            here = {name for name in self._question.key_terms if sentence.hits[name]}
            asked = any(sentence.hits[name] for name in self._topics or self._objects)
            near = asked or len(sentence.words) <= _SHORTEST_SENTENCE
            seen |= here
        return found

    def _sentence(self, sentence: Sentence, near: bool, seen: set[str]) -> Iterator[Finding]:
        if sentence.asks:
            if any(sentence.hits.values()):
                yield Finding("restated", True, self._spans(sentence, []))
            return
        neutral: list[tuple[int, int]] = []
        marked: list[Finding] = []
        doubts: list[Found] = []
        replaced = False
        foreign = False
        excepted = False
        for start, end in sentence.clauses:
            cues = [each for each in sentence.cues if start <= each.start < end]
            first = sentence.words[start].word
            relative = start > 0 and first in self._lists["relatives"]
            if relative and (replaced or foreign or excepted):
                continue
            excepted = any(
                each.cue.kind == "exception" and each.start <= start + 1 for each in cues
            ) and self._all_outside(sentence, start, end)
            if excepted:
                doubts += [each for each in cues if each.cue.kind == "exception"]
                continue
            replaced = any(each.cue.kind == "replaces" for each in cues)
            foreign = self._is_foreign(sentence, start, end, cues)
            if foreign:
                if self._hit_in(sentence, start, end):
                    marked.append(Finding("other_actor", True, self._spans(sentence, cues[:1])))
                continue
            finding = self._clause(sentence, start, end, cues, near)
            if finding is None:
                left = self._left_over(sentence, start, end, cues)
                denying = [each for each in left if each.cue.kind != "doubt"]
                # "..., which the strategy leaves aside" speaks of the words before.
                bears = self._hits_of(sentence, start, end, self._topics) or (
                    relative and denying and denying[-1].end == end
                )
                if denying and (bears or not self._question.key_terms):
                    finding = Finding("unclear", False, self._spans(sentence, denying[:1]))
                doubts += left
            if finding is None:
                neutral.append((start, end))
            elif finding.status != "past":
                marked.append(finding)
                if finding.status == "works_not":
                    neutral.append((start, end))
        marked = [each for each in marked if each.status != "works_not"]
        asserted = self._asserted(sentence, neutral, seen)
        others = [each for each in marked if not each.status.endswith("_in_part")]
        undone = any(
            each.status in ("denied", "ended", "left_open")
            and not (each.own_topics - asserted.topics)
            for each in marked
            if asserted is not None
        )
        if any(each.cue.kind == "exception" for each in sentence.cues):
            marked = [replace(each, direct=False) for each in marked]
        if asserted is None and near and not marked and self._again(sentence, neutral):
            yield Finding("asserted", False, self._places(sentence, [(0, 1)]))
        if (
            asserted is not None
            and not undone
            and (asserted.plain or asserted.status == "limited" or not others)
        ):
            # What is only mentioned beside a word left unexplained may as well not be so.
            unexplained = any(each.cue.kind != "exception" for each in doubts)
            doubted = unexplained and not asserted.plain and asserted.status == "asserted"
            yield replace(asserted, status="unclear") if doubted else asserted
        yield from marked
        if doubts:
            yield Finding("doubtful", False, self._spans(sentence, doubts[:1]))

    def _all_outside(self, sentence: Sentence, start: int, end: int) -> bool:
        """Return whether a sentence has the question's words outside of one of its clauses."""
        return all(
            any(hit[1] <= start or end <= hit[0] for hit in sentence.hits[name])
            for name in self._question.key_terms
        )

    def _left_over(
        self, sentence: Sentence, start: int, end: int, cues: Sequence[Found]
    ) -> list[Found]:
        """Return what may deny, end, limit, postpone or attribute in a clause without a status."""
        known = self._hits(sentence, start, end)
        known += [(each.start, each.end) for each in cues if each.cue.kind in _UNDERSTOOD]
        return [
            each
            for each in cues
            if each.cue.kind in ("denying", "doubt", *_DENIALS)
            and not any(self._overlaps((each.start, each.end), place) for place in known)
        ]

    def _is_foreign(self, sentence: Sentence, start: int, end: int, cues: Sequence[Found]) -> bool:
        if self._about_others:
            return False
        actors = [
            each
            for each in cues
            if each.cue.kind == "other_actor"
            or (each.cue.kind == "international" and not self._mention())
        ]
        if not actors:
            return False
        hits = [hit for found in sentence.hits.values() for hit in found if start <= hit[0] < end]
        covered = all(actors[0].start <= hit[0] < actors[0].end for hit in hits)
        first = min((hit[0] for hit in hits), default=end)
        if actors[0].start > first and not covered:
            return False
        # "Our neighbours" are others all the same, and so are "states of our region".
        others = {place for each in actors for place in range(max(each.start - 1, 0), each.end)}
        return not any(
            sentence.words[place].word in self._lists["own"]
            for place in range(start, end)
            if place not in others
        )

    def _clause(
        self, sentence: Sentence, start: int, end: int, cues: Sequence[Found], near: bool
    ) -> Finding | None:
        kinds = {each.cue.kind for each in cues}
        planned = [each for each in cues if each.cue.kind == "planned"]
        negations: list[Finding] = []
        for each in cues:
            if each.cue.kind not in ("denied", "ended"):
                continue
            target = self._target(sentence, start, end, each, cues)
            if target is None:
                continue
            span, how = target
            if how == "none" and not near:
                continue
            relative = start > 0 and sentence.words[start].word in self._lists["relatives"]
            if each.cue.scope == "none" and relative:
                continue
            if how == "works":
                negations.append(Finding("works_not", False, ()))
                continue
            spans = self._spans(sentence, [each]) + self._places(sentence, [span])
            qualified = any(
                word.word in self._lists["qualifiers"] - self._asked
                for word in sentence.words[each.end : span[0]]
            ) or any(
                word.word in self._lists["others"] for word in sentence.words[start : start + 3]
            )
            status = f"{each.cue.kind}_in_part" if qualified else each.cue.kind
            topics = frozenset(
                self._names_in(sentence, start, end)
                or self._names_in(sentence, 0, len(sentence.words))
            )
            own = frozenset(self._names_in(sentence, start, end))
            negations.append(
                Finding(status, True, spans, topics, own, self._hit_in(sentence, *span))
            )
        real = [each for each in negations if each.status != "works_not"]
        doubled = any(each.cue.kind == "doubled" for each in sentence.cues)
        if doubled and (real or self._hits_of(sentence, start, end, self._topics)):
            return Finding("unclear", False, self._spans(sentence, cues[:1]))
        waiting = [each for each in cues if each.cue.kind == "not_in_force"]
        if waiting and not real:
            spans = self._spans(sentence, waiting[:1])
            if self._hit_in(sentence, 0, len(sentence.words)) or near:
                return Finding("not_in_force", True, spans)
        if real:
            if "past" in kinds and not planned:
                return Finding("past", False, ())
            if self._twice(cues, sentence) or self._undone(sentence, cues):
                return Finding("unclear", False, real[0].spans, real[0].topics)
            return real[0]
        if negations:
            return negations[0]
        if planned:
            finding = self._planned(sentence, start, end, cues, planned, near)
            if finding is not None:
                return finding
        possible = [each for each in cues if each.cue.kind == "possible"]
        if possible and self._hit_in(sentence, start, end):
            # What a strategy says that should be is in the strategy.
            said = self._mention() and self._hits_of(
                sentence, start, possible[0].start, (*self._objects, *self._topics)
            )
            if not said:
                return Finding("possible", True, self._spans(sentence, possible[:1]))
        for each in cues:
            denies = each.cue.kind == "denied" and each.cue.scope != "none"
            if denies and start > 0 and each.start <= start + 1 and end - start <= _SHORT_CLAUSE:
                # "..., but not pursued": a denial of what the sentence says before.
                return Finding("left_open", False, self._spans(sentence, [each]))
            if denies or (each.cue.kind == "ended" and each.cue.direction == "backward"):
                around = _between_commas(sentence.words, start, end, each)
                if self._hits_of(sentence, *around, self._topics):
                    return Finding("unclear", False, self._spans(sentence, [each]))
        return None

    def _undone(self, sentence: Sentence, cues: Sequence[Found]) -> bool:
        """Return whether a word behind a denial in its part of the clause may undo it."""
        denials = [each for each in cues if each.cue.kind == "denied"]
        return any(
            each.cue.kind == "undoing"
            and denials[0].end <= each.start
            and not self._hit_in(sentence, each.start, each.end)
            and not any(
                "," in sentence.words[place].before
                for place in range(denials[0].end, each.start + 1)
            )
            for each in cues
            if denials
        )

    def _twice(self, cues: Sequence[Found], sentence: Sentence) -> bool:
        """Return whether a second denial stands within reach of the first: it may undo it."""
        denials = [each for each in cues if each.cue.kind in ("denied", "ended")]
        return any(
            first.cue.kind == "denied"
            and 0 <= second.start - first.end <= _LONGEST_PHRASE
            and not any(
                "," in word.before or word.word in self._lists["concord"]
                for word in sentence.words[first.end : second.start + 1]
            )
            for first, second in pairwise(denials)
        )

    def _planned(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        cues: Sequence[Found],
        planned: Sequence[Found],
        near: bool,
    ) -> Finding | None:
        hits = self._hits(sentence, start, end)
        wants = self._hits_of(sentence, start, end, (*self._objects, *self._topics))
        if not wants and not (near and end - start <= 12):
            return None
        if not self._needs_object and not self._about_law and self._mention():
            # What a strategy foresees is in the strategy; only the strategy itself can be planned.
            before = self._hits_of(sentence, start, planned[0].start, self._objects)
            if before or not self._strategy_in(sentence, start, planned[0].end + 4):
                return None
        certain = [
            each
            for each in cues
            if each.cue.kind == "enacted"
            and not any(plan.start <= each.start and plan.cue.scope == "clause" for plan in planned)
        ]
        drafts_only = all(plan.cue.scope == "phrase" for plan in planned)
        if certain and (drafts_only or min(each.start for each in certain) < planned[0].start):
            return None
        spans = self._spans(sentence, planned[:1]) + self._places(sentence, hits[:2])
        return Finding(
            "planned", bool(wants), spans, frozenset(self._names_in(sentence, start, end))
        )

    def _mention(self) -> bool:
        return "mention" in self._objects or "align" in self._objects

    def _strategy_in(self, sentence: Sentence, start: int, end: int) -> bool:
        found = found_groups(sentence.words[start:end], ("national_strategy",), self._codebook)
        return bool(found["national_strategy"])

    def _asserted(
        self, sentence: Sentence, neutral: Sequence[tuple[int, int]], seen: set[str]
    ) -> Finding | None:
        def within(place: int) -> bool:
            return any(start <= place < end for start, end in neutral)

        hits = {
            name: [hit for hit in found if within(hit[0])] for name, found in sentence.hits.items()
        }
        here = [name for name in self._question.key_terms if hits[name]]
        topics = [name for name in self._topics if hits[name]]
        if not topics:
            return None
        all_here = len(here) == len(self._question.key_terms)
        if not all_here and not set(self._question.key_terms) <= seen | set(here):
            return None
        cues = [each for each in sentence.cues if within(each.start)]
        spans = self._places(
            sentence, [hits[name][0] for name in self._question.key_terms if hits[name]]
        )
        names = frozenset(self._names(sentence, [hit for found in hits.values() for hit in found]))
        former = any(each.cue.kind in ("former", "past") for each in cues)
        limits = [each for each in cues if self._limits(sentence, each)]
        if limits:
            return Finding("limited", all_here, self._spans(sentence, limits[:1]) + spans, names)
        certain = any(each.cue.kind in _CERTAIN for each in cues)
        objects = any(hits[name] for name in self._objects)
        dated = any(_YEAR.fullmatch(word.word) for word in sentence.words)
        if self._needs_object or self._mention():
            named = not any(word.word in self._lists["auxiliaries"] for word in sentence.words)
            document = self._about_law or "strategy" in self._objects
            if document and not (certain or dated or named):
                return None  # something is said of it, and not that there is one
            plain = objects and (certain or dated or self._mention())
        else:
            plain = objects or certain
        direct = certain or dated or self._mention()
        plain = all_here and plain and not former
        return Finding("asserted", plain, spans, names, direct=direct)

    def _again(self, sentence: Sentence, neutral: Sequence[tuple[int, int]]) -> bool:
        """Return whether a sentence says of what was ended that there is one again."""
        return any(each.cue.kind == "replaced_by" for each in sentence.cues) and bool(neutral)

    def _limits(self, sentence: Sentence, found: Found) -> bool:
        if found.cue.kind == "limited":
            return True
        if found.cue.kind != "quantifier":
            return False
        ahead = sentence.words[found.end : found.end + 4]
        return any(word.word in self._lists["units"] for word in ahead)

    def _target(
        self, sentence: Sentence, start: int, end: int, found: Found, cues: Sequence[Found]
    ) -> tuple[tuple[int, int], str] | None:
        cue = found.cue
        if cue.scope == "none" and cue.direction == "backward":
            if found.end < end:
                return None
            names = self._objects if self._needs_law_object() else (*self._objects, *self._topics)
            before = self._hits_of(sentence, start, found.start, names)
            return (before[0], "full") if before else ((found.start, found.end), "none")
        if cue.scope == "none":
            return (found.start, found.end), "none"
        if cue.direction == "backward":
            if _replaced(found, cues):
                return None
            ahead = self._hits_of(sentence, found.end, min(found.end + 4, end), self._objects)
            if cue.kind == "ended" and ahead:
                # "It repealed the act" says nothing of its subject; "fue derogada la ley" does.
                before = self._hits_of(sentence, start, found.start, self._objects)
                return None if before else (ahead[0], "full")
            target = self._subject(sentence, start, found)
            active = (
                found.start > start
                and sentence.words[found.start - 1].word not in self._lists["auxiliaries"]
                and any(
                    each.start == found.start and each.cue.kind == "ended"
                    for each in cues
                    if each.cue.direction == "forward"
                )
            )
            if active and target and target[0] == (found.start, found.end):
                return None  # "It abolished permits" says of permits that they ended, not of it
            return target
        if cue.scope == "phrase":
            if cue.kind == "ended" and self._hits_of(sentence, start, found.start, self._objects):
                return None
            target = self._phrase(sentence, found.end, end)
            return target or self._by_none(sentence, start, end, found)
        return self._verb(sentence, start, end, found, cues)

    def _phrase(
        self, sentence: Sentence, place: int, end: int
    ) -> tuple[tuple[int, int], str] | None:
        """Return the words of the question in the group of nouns at `place`, and how they bear."""
        words = sentence.words
        stop = place
        while stop < end and stop - place < _LONGEST_PHRASE:
            word = words[stop]
            if "," in word.before:
                break
            if word.word in self._lists["openers"] and stop > place:
                break
            stop += 1
        objects = self._hits_of(sentence, place, stop, self._objects)
        topics = self._hits_of(sentence, place, stop, self._topics)
        if objects or (topics and not self._needs_law_object()):
            return self._complement(sentence, (objects or topics)[-1], stop, end)
        rest = [word.word for word in words[place:stop]]
        if rest and rest[-1] in self._lists["transparent"] and stop < end:
            names = self._objects if self._needs_law_object() else (*self._objects, *self._topics)
            belonging = self._hits_of(sentence, stop, end, names)
            if belonging:
                return belonging[0], "full"
        if 0 < len(rest) <= 2 and rest[-1] in self._lists["anaphors"]:
            return (place, stop), "none"
        return None

    def _by_none(
        self, sentence: Sentence, start: int, end: int, found: Found
    ) -> tuple[tuple[int, int], str] | None:
        """Return what "no ministry" does: where none does it of those who might, it is not done."""
        those = {word.word for word in sentence.words[found.end : found.end + 5]}
        if (
            found.cue.kind != "denied"
            or found.start > start + 1
            or those.isdisjoint(self._lists["units"] | self._lists["own"])
        ):
            return None
        done = self._hits_of(sentence, found.end, end, self._topics)
        law = not self._needs_law_object() or self._hits_of(sentence, found.end, end, self._objects)
        return (done[0], "full") if done and law else None

    def _needs_law_object(self) -> bool:
        return self._needs_object and self._about_law

    def _complement(
        self, sentence: Sentence, hit: tuple[int, int], stop: int, end: int
    ) -> tuple[tuple[int, int], str] | None:
        """Return a hit and how it bears, given what belongs to it from `stop` on."""
        if not self._question.key_terms:
            return hit, "full"
        words = sentence.words
        topics = self._hits_of(sentence, 0, len(words), self._topics)
        if any(self._overlaps(hit, topic) for topic in topics):
            return hit, "full"
        opens = stop < end and words[stop].word in self._lists["about"]
        if opens and "," not in words[stop].before:
            ahead = range(stop + 1, end)
            if self._hits_of(sentence, stop, end, self._topics):
                return hit, "full"
            nothing_else = self._lists["anaphors"] | self._lists["own"] | self._lists["transparent"]
            if any(words[place].word in nothing_else for place in ahead[:4]):
                return hit, "none"
            return None
        return hit, "full" if topics else "none"

    def _verb(
        self, sentence: Sentence, start: int, end: int, found: Found, cues: Sequence[Found]
    ) -> tuple[tuple[int, int], str] | None:
        words = sentence.words
        stop = found.end
        while stop < end and stop - found.end < _LONGEST_VERB:
            word = words[stop]
            if word.word in ("and", "et", "y", "und", "e") and stop > found.end:
                break
            stop += 1
        opens = found.end < end and words[found.end].word in self._lists["about"]
        if opens and not any(each.start == found.end for each in cues):
            return None  # "not for consultations" denies the use for them alone
        verbs = [
            each
            for each in cues
            if (each.cue.kind in _CERTAIN or each.cue.kind == "planned")
            and found.end <= each.start < stop
        ]
        for place in range(found.end + 1, stop):
            if "," in words[place].before and any(each.start < place for each in verbs):
                stop = place
                break
        objects = self._hits_of(sentence, found.end, stop, self._objects)
        first_verb = min((each.start for each in verbs), default=stop)
        if objects and objects[0][0] <= first_verb:
            if not self._about_law or objects[0][0] - found.end <= 3:
                return self._complement_of_verb(sentence, objects[0], start, end)
            return None
        if verbs:
            verb = verbs[0]
            ahead = self._phrase(sentence, verb.end, end)
            if ahead is not None:
                return ahead
            if verb.cue.kind == "works":
                if verb.start - found.end > 2:
                    return None
                topics = self._hits_of(sentence, verb.end, end, self._topics)
                law = self._hits_of(sentence, start, found.start, self._objects)
                if topics and (law or not self._needs_object) and not self._mention():
                    return topics[0], "full"
                return (verb.start, verb.end), "works"
            return self._subject(sentence, start, found)
        topics = self._hits_of(sentence, found.end, stop, self._topics)
        if topics and not self._needs_law_object() and topics[0][0] - found.end <= 3:
            return topics[0], "full"
        if not self._needs_law_object() and stop - found.end <= 2:
            return self._subject(sentence, start, found) if end == stop else None
        return None

    def _complement_of_verb(
        self, sentence: Sentence, hit: tuple[int, int], start: int, end: int
    ) -> tuple[tuple[int, int], str] | None:
        words = sentence.words
        if self._hits_of(sentence, start, end, self._topics):
            return hit, "full"
        after = hit[1]
        if after >= end:
            return hit, "none"
        opens = words[after].word in self._lists["about"] | self._lists["complements"]
        if opens and not any(
            words[place].word in self._lists["anaphors"] for place in range(after, end)
        ):
            return None
        if any(
            words[place].word in self._lists["anaphors"]
            for place in range(after, min(after + 3, end))
        ):
            return hit, "none"
        if any(words[place].word in self._lists["anaphors"] for place in range(start, hit[0])):
            return hit, "none"
        if self._hits_of(sentence, 0, len(words), self._topics):
            return hit, "full"
        return None

    def _subject(
        self, sentence: Sentence, start: int, found: Found
    ) -> tuple[tuple[int, int], str] | None:
        """Return the words of the question in what stands before a cue, and how they bear."""
        words = sentence.words
        joined = found.start == start + 1 and words[start].word in self._lists["boundaries"]
        if found.start <= start or joined:
            if start > 0 and words[start].word not in self._lists["relatives"]:
                before = self._hits_of(sentence, 0, start, (*self._topics, *self._objects))
                return (before[-1], "full") if before else None
            return (found.start, found.end), "none"
        objects = self._hits_of(sentence, start, found.start, self._objects)
        topics = self._hits_of(sentence, start, found.start, self._topics)
        hits = objects if self._needs_law_object() else sorted([*objects, *topics])
        if found.cue.scope == "phrase" and topics:
            return topics[0], "full"
        if topics and self._needs_law_object() and self._is_head(words, start, topics[0]):
            stop = next(end for _, end in sentence.clauses if found.start < end)
            behind = self._hits_of(sentence, found.end, stop, self._objects)
            if behind and found.cue.kind == "denied":
                return topics[0], "full"
        for hit in hits:
            if self._is_head(words, start, hit):
                if self._hits_of(sentence, 0, len(words), self._topics):
                    return hit, "full"
                return self._complement(sentence, hit, hit[1], found.start)
        first = words[start : min(found.start, start + 2)]
        points = any(word.word in self._lists["anaphors"] for word in first)
        if points and not self._hit_in(sentence, start, found.start):
            return (found.start, found.end), "none"
        return None

    def _is_head(self, words: Sequence[Token], start: int, hit: tuple[int, int]) -> bool:
        begin = start
        for place in range(start, hit[0]):
            if "," in words[place].before:
                begin = place
        for place in range(begin + 1, hit[0]):
            opens = words[place].word in self._lists["complements"]
            if opens and words[place - 1].word not in self._lists["transparent"]:
                return False
        return True

    def _hits(self, sentence: Sentence, start: int, end: int) -> list[tuple[int, int]]:
        return self._hits_of(sentence, start, end, (*self._question.key_terms, *self._objects))

    def _hits_of(
        self, sentence: Sentence, start: int, end: int, names: Sequence[str]
    ) -> list[tuple[int, int]]:
        return sorted(
            {
                hit
                for name in names
                for hit in sentence.hits.get(name, ())
                if start <= hit[0] and hit[1] <= end
            }
        )

    def _hit_in(self, sentence: Sentence, start: int, end: int) -> bool:
        return bool(self._hits(sentence, start, end))

    def _names_in(self, sentence: Sentence, start: int, end: int) -> set[str]:
        return self._names(sentence, self._hits_of(sentence, start, end, self._topics))

    def _names(self, sentence: Sentence, hits: Sequence[tuple[int, int]]) -> set[str]:
        return {" ".join(word.word for word in sentence.words[a:b]) for a, b in hits}

    @staticmethod
    def _overlaps(one: tuple[int, int], other: tuple[int, int]) -> bool:
        return one[0] < other[1] and other[0] < one[1]

    def _spans(self, sentence: Sentence, cues: Sequence[Found]) -> tuple[tuple[int, int], ...]:
        return self._places(sentence, [(each.start, each.end) for each in cues])

    @staticmethod
    def _places(
        sentence: Sentence, slices: Sequence[tuple[int, int]]
    ) -> tuple[tuple[int, int], ...]:
        words = sentence.words
        return tuple((words[a].start, words[b - 1].end) for a, b in slices if b > a)


def _between_commas(words: Sequence[Token], start: int, end: int, found: Found) -> tuple[int, int]:
    """Return the part of a clause between the commas around a cue, as a slice of its words."""
    commas = [place for place in range(start + 1, end) if "," in words[place].before]
    before = max((place for place in commas if place <= found.start), default=start)
    return before, min((place for place in commas if place > found.start), default=end)


def _replaced(found: Found, cues: Sequence[Found]) -> bool:
    return any(
        each.cue.kind == "replaced_by" and -1 <= each.start - found.start <= 8 for each in cues
    )
