"""What the sentences of an answer say about a question: that it is so, is not, is planned ...

A sentence is read clause by clause. The cues of a clause (egovbench.questionnaire.cues) give their
status to the words of the question in their scope; a sentence that has such words, and no cue that
takes them, asserts. What a cue does to other words says nothing of the question.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from egovbench.questionnaire.codebook import Codebook, Question
from egovbench.questionnaire.cues import LANGUAGES, Found, Phrases, Token
from egovbench.questionnaire.sentences import SETTING_ASIDE, Sentence

_LONGEST_PHRASE = 10
_LONGEST_VERB = 9
_SHORT_PLAN = 15
_MOST_DENIALS = 8  # in a clause; more are no sentence, and take time
_NEXT_NOUN = 3
_SHORT_SUBJECT = 6
_ANSWERING = re.compile(r":|\s[-–—]\s")
_YEAR = re.compile(r"(?:19|20)\d\d")
_VERBS = ("enacted", "exists", "done", "works")
_AGAINST = ("denied", "ended", "denying", *SETTING_ASIDE)
_HOME = ("country", "pays", "pais", "land")
_NOR = ("nor", "ni", "nem", "noch")
_DOUBTS = ("doubt", "unreal")
_PEOPLE = ("vulnerable", "users")
_AVAILABLE = ("availab", "unavailab", "disponib", "disponiv", "verfugbar", "zuganglich")
_KINDS = ("digital", "e", "open", "electronic")  # of government
_UNDERSTOOD = ("replaces", "replaced_by", "past", "former", "works")
Slice = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """What one clause or sentence says: its status, whether plainly, and the words that say it.

    `topics` are the words of the question's matter, `own_topics` those in the clause itself. A
    denial is `direct` when it names what it denies and does not only point to it, an assertion when
    it says in so many words that there is something.
    """

    status: str
    plain: bool
    spans: tuple[Slice, ...]
    topics: frozenset[str] = frozenset()
    own_topics: frozenset[str] = frozenset()
    direct: bool = True


@dataclass(frozen=True)
class _Target:
    """The words that a denial takes, and whether they are words of the question."""

    words: Slice
    named: bool = True


@lru_cache(maxsize=1024)
def _phrases(groups: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrases[str]:
    return Phrases((term, name) for name, terms in groups for term in terms)


def terms_of(name: str, codebook: Codebook, codes: Sequence[str]) -> tuple[str, ...]:
    """Return the terms of a group in some languages."""
    terms = codebook.term_groups[name]
    return tuple(term for code in dict.fromkeys(codes) for term in terms.get(code, ()))


def found_groups(
    words: Sequence[Token], names: Sequence[str], codebook: Codebook, code: str = ""
) -> dict[str, list[Slice]]:
    """Return where words have terms of the named groups, as slices of the words.

    The terms are those of the language `code` and of English, without it those of all languages.
    """
    groups = tuple(
        (name, terms_of(name, codebook, (code, "en") if code else LANGUAGES))
        for name in dict.fromkeys(names)
    )
    phrases = _phrases(groups)
    hits: dict[str, dict[Slice, None]] = {name: {} for name, _ in groups}
    for place in range(len(words)):
        for end, name in phrases.at(words, place):
            hits[name][place, end] = None
    return {name: list(found) for name, found in hits.items()}


class Judge:
    """Finds what sentences say about one question."""

    def __init__(self, question: Question, codebook: Codebook) -> None:
        self._codebook = codebook
        self.key_terms = question.key_terms
        self.objects = question.objects
        own = tuple(name for name in question.key_terms if name not in question.objects)
        chosen = question.objects if "choice" in question.kind else ()
        self.topics = own or question.key_terms or chosen
        self.law = "law" in question.objects and "law" in question.key_terms
        self.mention = "mention" in question.objects or "align" in question.objects
        self.alignment = "align" in question.objects
        self.needs_object = len(own) < len(question.key_terms)
        self.document = self.law or bool({"strategy", "guidance"} & set(question.objects))
        self.heads = self.objects if self.law else (*self.objects, *self.topics)
        self.abroad = question.section == "G"
        self.dedicated = question.dedicated or " any specific " in question.wording

    def findings(self, text: Sequence[Sentence]) -> list[Finding]:
        """Return what the sentences say, in order."""
        found: list[Finding] = []
        near = True  # whether the sentence before had words of the question, or none came before
        seen: set[str] = set()
        strategy = False  # whether the strategy was named before
        of_others = False  # whether the sentence before spoke of others than the government
        names = (*self.key_terms, *self.objects)
        for sentence in text:
            hits = found_groups(sentence.words, names, self._codebook, sentence.spoken.code)
            asserted = any(each.status == "asserted" and each.plain for each in found)
            reading = _Reading(self, sentence, hits, near, seen, of_others, asserted, strategy)
            strategy = strategy or (self.mention and self.names_strategy(sentence.words))
            found += reading.findings()
            of_others = reading.foreign
            near = any(hits[name] for name in self.topics or self.objects)
            seen |= {name for name in self.key_terms if hits[name]}
        return found

    def names_strategy(self, words: Sequence[Token]) -> bool:
        """Return whether words name the national strategy."""
        return bool(
            found_groups(words, ("national_strategy",), self._codebook)["national_strategy"]
        )


class _Reading:
    """One sentence, read for what it says about one question."""

    def __init__(
        self,
        asked: Judge,
        sentence: Sentence,
        hits: dict[str, list[Slice]],
        near: bool,
        seen: set[str],
        of_others: bool,
        asserted: bool,
        strategy: bool,
    ) -> None:
        self.asked, self.sentence = asked, sentence
        denials = {each.start for each in sentence.cues if each.cue.kind == "denied"}
        self.hits = {  # "takes no account" is no word of what is taken into account
            name: [hit for hit in found if not denials & set(range(hit[0] + 1, hit[1]))]
            for name, found in hits.items()
        }
        within = {hit[0] for found in self.hits.values() for hit in found if hit[1] > hit[0] + 1}
        self.cues = [
            each for each in sentence.cues if each.start not in within or each.cue.kind != "denied"
        ]
        self.near, self.seen = near, seen
        self.of_others, self.asserted, self.strategy = of_others, asserted, strategy
        self.foreign = False
        self.harmless: set[int] = set()  # where denials stand of what a thing of the question does
        self.words = sentence.words
        self.lists: Mapping[str, frozenset[str]] = sentence.spoken.lists

    def findings(self) -> Iterator[Finding]:
        """Return what the clauses say, and what is asserted by those that hold no other status."""
        if self.sentence.asks:
            if any(self.hits.values()):
                yield Finding("restated", True, ())
            return
        neutral: list[Slice] = []
        marked: list[Finding] = []
        doubts: list[Found] = []
        relative = False
        aside = False  # whether the clause before spoke of others, so that "which ..." does too
        for start, end in self.sentence.clauses:
            cues = [each for each in self.cues if start <= each.start < end]
            relative = start > 0 and self._is(start, "relatives")
            if aside and (relative or self._is(start, "places")):
                continue
            foreign = self._foreign(start, end, cues)
            excepted = self._excepted(start, end, cues)
            first = any(each.start <= 2 for each in cues if each.cue.kind == "other_actor")
            self.foreign = self.foreign or (foreign and start == 0 and first)
            aside = foreign or excepted or any(each.cue.kind == "replaces" for each in cues)
            if foreign and self._hits(start, end):
                marked.append(Finding("other_actor", True, self._spans(cues[:1])))
            if excepted:
                doubts += [each for each in cues if each.cue.kind in SETTING_ASIDE]
            if foreign or excepted:
                continue
            finding = self._clause(start, end, cues, relative)
            left = [] if finding else self._left_over(start, end, cues)
            if left and self._denies_matter(start, end, left):
                finding = self._matter_denied(start, end, left)
            elif finding is None and self._silent(cues):
                finding = Finding("denied", True, self._spans(cues[:1]), direct=False)
            doubts += left
            continued = self._is(start, "auxiliaries") or self._answers(start, end, neutral[-1:])
            if finding and neutral and continued:
                neutral.pop()
            if finding is None:
                neutral.append((start, end))
            elif finding.status != "past":
                marked.append(finding)
        asserted = self._asserted(neutral)
        if asserted is not None and asserted.status == "asserted" and self._unreal(neutral):
            asserted = replace(asserted, status="possible", plain=False)
        if asserted is not None and asserted.status == "limited":
            doubts = [each for each in doubts if each.cue.kind not in _DOUBTS]
        if asserted is not None and not self._outweighed(asserted, marked):
            # What is only mentioned beside a word left unexplained may as well not be so.
            unexplained = any(
                each.cue.kind not in SETTING_ASIDE
                and (each.start not in self.harmless or self._is(each.start, "without"))
                for each in doubts
            )
            doubted = unexplained and not asserted.plain and asserted.status == "asserted"
            yield replace(asserted, status="doubtful") if doubted else asserted
        yield from marked
        if not any(self.hits.values()):  # a sentence of another matter
            after = self.asserted and not any(map(self._points, range(len(self.words))))
            doubts = [each for each in doubts if each.cue.kind not in _DOUBTS and not after]
        if doubts:
            yield Finding("doubtful", False, self._spans(doubts[:1]))

    def _unreal(self, neutral: Sequence[Slice]) -> bool:
        """Return whether a clause on the matter is of what is only said, wished or elsewhere."""
        return any(
            start <= each.start < end and not self._inside_hit(each)
            for start, end in neutral
            if self._hits(start, end, self.asked.topics)
            for each in self.cues
            if each.cue.kind == "unreal"
        )

    def _answers(self, start: int, end: int, neutral: Sequence[Slice]) -> bool:
        """Return whether a clause is behind the colon of one without a verb ("Audits: none")."""
        return (
            bool(neutral and neutral[-1][1] == start)
            and not self._hits(start, end)
            and _ANSWERING.search(self.words[start].before) is not None
        )

    def _outweighed(self, asserted: Finding, marked: Sequence[Finding]) -> bool:
        """Return whether other clauses say of the same matter that it is not, or not yet, so."""
        undone = any(
            each.status in ("denied", "ended")
            and not each.own_topics - asserted.topics
            and max(each.spans) > min(asserted.spans)
            for each in marked
        )
        others = [each for each in marked if not each.status.endswith("_in_part")]
        weak = not asserted.plain or not asserted.direct
        return undone or (weak and asserted.status != "limited" and bool(others))

    def _excepted(self, start: int, end: int, cues: Sequence[Found]) -> bool:
        """Return whether a clause names an exception outside the question ("although no ...")."""
        opens = any(each.cue.kind in SETTING_ASIDE and each.start <= start + 1 for each in cues)
        topics = self.asked.topics
        return opens and not (
            self._hits(start, end, topics)
            and not self._hits(0, start, topics)
            and not self._hits(end, len(self.words), topics)
        )

    def _foreign(self, start: int, end: int, cues: Sequence[Found]) -> bool:
        """Return whether a clause speaks of others than the country's government."""
        if self.asked.abroad:
            return False
        named = not self.asked.alignment or self._hits(start, end, self.asked.objects)
        of_states = not (self.asked.mention and named)
        wanted = ("other_actor", "international") if of_states else ("other_actor",)
        actor = next((each for each in cues if each.cue.kind in wanted), None)
        if actor is None:
            first = range(start, min(start + 3, end))
            theirs = any(self._is(at, "anaphors") for at in first)
            return self.of_others and start == 0 and theirs
        hits = [hit for found in self.hits.values() for hit in found if start <= hit[0] < end]
        people = [hit for name in _PEOPLE for hit in self.hits.get(name, ())]
        covered = all(actor.start <= hit[0] < actor.end for hit in hits)
        inside = covered and bool(hits)
        helped = range(max(start, actor.start - 4), actor.start)
        if any(self._is(at, "helping") for at in helped):
            return False  # "with the support of UNDP"
        agent = any(
            self._is(at, "agents") for at in range(max(start, actor.start - 3), actor.start)
        )
        if agent and not any(self._is(at, "own") for at in range(start, end)):
            return True
        if (inside and actor.start > start + 2) or (
            not covered
            and actor.start > min([hit[0] for hit in hits if hit not in people] or [end])
        ):
            return False
        # "Our neighbours" are others all the same, and so are "states of our region".
        others = {
            place
            for each in cues
            if each.cue.kind in wanted
            for place in range(max(each.start - 1, 0), each.end)
        }
        others |= {at for at in range(1, end) if self.words[at - 1].word in _KINDS}
        own = [at for at in range(start, end) if self._is(at, "own") and at not in others]
        return all(at > start and self._is(at - 1, "within") for at in own)

    def _clause(
        self, start: int, end: int, cues: Sequence[Found], relative: bool
    ) -> Finding | None:
        """Return the status that cues give to the words of the question in a clause, if any."""
        denial = self._denial(start, end, cues, relative)
        if self._has("doubled") and (denial or self._hits(start, end, self.asked.topics)):
            return Finding("unclear", False, self._spans(cues[:1]))
        if denial is not None:
            if status := self._undone(cues):
                return replace(denial, status=status, plain=False)
            planned = any(each.cue.kind == "planned" for each in cues)
            past = [each for each in cues if each.cue.kind == "past"]
            if past and not planned:
                was = denial.status == "ended" and self._hits(0, past[0].start)
                return replace(denial, direct=False) if was else Finding("past", False, ())
            return denial
        waiting = [each for each in cues if each.cue.kind == "not_in_force"]
        if waiting and (self.near or any(self.hits.values())):
            return Finding("not_in_force", True, self._spans(waiting[:1]))
        return self._planned(start, end, cues) or self._possible(start, end, cues)

    def _denial(
        self, start: int, end: int, cues: Sequence[Found], relative: bool
    ) -> Finding | None:
        denials = [each for each in cues if each.cue.kind in ("denied", "ended")]
        found = [
            (each, target)
            for each in denials[:_MOST_DENIALS]
            if (target := self._taken(start, end, each, cues, relative)) is not None
            and (target.named or self.near)
        ]
        if not found:
            return None
        cue, target = next((one for one in found if one[1].named), found[0])
        first = target.words[0]
        around = {*range(cue.end, first), *range(start, min(start + 3, end))}
        around |= set(range(max(start, first - 2), first))
        last = target.words[1]
        beside = {*range(first, min(last + 3, end)), *range(max(start, cue.start - 3), cue.start)}
        places = (around | (beside if target.named else set())) - {*range(cue.start, cue.end)}
        of_rest = any(self._is(at, "others") and not self._listed(at) for at in places)
        narrowed = of_rest or any(
            self._is(place, "qualifiers") and not self.asked.dedicated for place in around
        )
        limits = [each for each in cues if each.start < first and self._limits(each)]
        verb = any(each.cue.kind in _VERBS for each in cues) or any(
            self._is(at, "auxiliaries") for at in range(start, end)
        )
        rest = cue.cue.scope == "verb" and 0 < start == cue.start - 1
        narrowed = narrowed or (rest and not verb)  # "but not as a rule"
        if of_rest:
            # "Other ministries have none": some have.
            spans = self._spans(limits[:1] or [cue])
            return Finding("limited", True, spans, direct=bool(limits))
        own = self._names(self._hits(start, end, self.asked.topics))
        if cue.cue.kind == "denied" and cue.cue.direction == "forward" and self._lacks(target):
            return Finding("unclear", False, self._spans([cue]))
        return Finding(
            f"{cue.cue.kind}_in_part" if narrowed else cue.cue.kind,
            True,
            self._spans([cue]) + self._places([target.words]),
            own or self._names(self._hits(0, len(self.words), self.asked.topics)),
            own,
            bool(self._hits(*target.words)),
        )

    def _lacks(self, target: _Target) -> bool:
        """Return whether a sentence that denies something names only a part of what is asked."""
        named = {name for name in self.asked.key_terms if self.hits[name]}
        missing = set(self.asked.key_terms) - named - self.seen
        return (
            target.named
            and bool(missing)
            and not self._hits(0, len(self.words), self.asked.objects)
        )

    def _listed(self, place: int) -> bool:
        """Return whether "other" only ends a list ("women or other groups")."""
        return any(self._is(at, "concord") for at in range(max(place - 2, 0), place))

    def _taken(
        self, start: int, end: int, found: Found, cues: Sequence[Found], relative: bool
    ) -> _Target | None:
        """Return what a denial takes in its clause, or of what a relative clause is on."""
        if found.cue.kind == "ended" and self._follows("replaced_by", found):
            return None
        if relative and found.cue.scope == "none":
            return None
        if self.asked.law and any(
            self._is(at, "forbidding") for at in range(found.start, found.end)
        ):
            self.harmless.add(found.start)
            return None  # what is forbidden is so by law
        if self._afterwards(found):
            return None  # "since the abolition of the old one"
        if found.cue.scope == "verb" and any(self._is(at, "only") for at in range(found.end, end)):
            self.harmless.add(found.start)
            return None  # "it never relies on this alone"
        entry = next((first for first, last in self.sentence.clauses if last == start), 0)
        if (
            start > 0
            and ":" in self.words[start].before
            and not self._hits(entry, found.start)
            and not self._hits(found.end, end, self.asked.topics)
            and not self._points(start)
        ):
            self.harmless.add(found.start)
            return None  # "Gender: not recorded" is about another entry
        harmless = any(each.cue.kind == "pseudo" and each.start < found.start for each in cues)
        if harmless and self.words[found.start].word in _NOR:
            self.harmless.add(found.start)
            return None  # "they do not pay for the card, nor for the call"
        if self._only_there(found, end) or self._of_those(start, found):
            self.harmless.add(found.start)
            return None  # "ministries that do not report", "it is not available at night"
        if relative and found.end == end and found.cue.direction == "forward":
            before = self._hits(0, start, self.asked.heads)  # "..., which the plan leaves out"
            return _Target(before[-1]) if before else None
        return self._target(start, end, found, cues)

    def _afterwards(self, found: Found) -> bool:
        """Return whether the end of something only dates what is said ("since the repeal of")."""
        before = range(max(found.start - 2, 0), found.start)
        dated = any(self._is(at, "after") for at in before)
        return found.cue.kind == "ended" and dated and not self._is(found.start - 1, "auxiliaries")

    def _only_there(self, found: Found, end: int) -> bool:
        """Return whether something is not to be had in one way, or at one time."""
        had = self.words[found.end - 1].word.startswith(_AVAILABLE)
        if not had or found.end == end or not self._is(found.end, "openers"):
            return False
        if any(each.word in _HOME for each in self.words[found.end : min(found.end + 4, end)]):
            return False  # "in the country"
        return not self._hits(found.end, end)

    def _of_those(self, start: int, found: Found) -> bool:
        """Return whether a denial tells of which things of another kind a sentence speaks."""
        place = found.start - 1
        while place > start and self._is(place, "auxiliaries"):
            place -= 1
        if place < 1 or not (self._is(place, "relatives") or self.words[place].word == "that"):
            return False
        goes_on = any(self._is(at, "auxiliaries") for at in range(found.end, len(self.words)))
        named = self._hits(place - 1, place)
        return bool(named) or (goes_on and place == start + 1)

    def _undone(self, cues: Sequence[Found]) -> str:
        """Return the status where a word behind a denial, in its part of the clause, undoes it.

        All have what "no" one is "without"; of another double denial it is unclear what it says.
        """
        denials = [each for each in cues if each.cue.kind in ("denied", "ended")]
        if not denials:
            return ""
        first = denials[0]
        fronted = self._is(first.start, "without")
        again = [
            each
            for each in cues
            if each.start >= first.end
            and first.cue.kind == "denied"
            and not self._afterwards(each)
            and (
                each in denials
                or (each.cue.kind == "undoing" and not self._hits(each.start, each.end))
            )
            and not any(word.word.isdigit() for word in self.words[each.end : each.end + 2])
        ]
        places = {each.start for each in denials}
        undoing = [
            each
            for each in again
            if each.start - first.end <= _LONGEST_PHRASE
            and not any(
                "," in self.words[place].before
                or (
                    (each in denials or self._is(place, "joining"))
                    and self._is(place, "concord")
                    and not fronted
                    and (place == each.start or place not in places)
                )
                for place in range(first.end, each.start + 1)
            )
        ]
        if not undoing:
            return ""
        all_have = self._is(first.start, "negators") or any(
            self._is(each.start, "without") for each in undoing
        )
        return "asserted" if all_have else "unclear"

    def _planned(self, start: int, end: int, cues: Sequence[Found]) -> Finding | None:
        plans = [
            each
            for each in cues
            if each.cue.kind == "planned"
            and not self._inside_hit(each)
            and not any(
                self._is(at, "after")
                for at in range(max(start, each.start - _SHORT_SUBJECT), each.start)
            )
            and (
                self.asked.document
                or each.cue.scope != "phrase"
                or self._hits(each.start, end)
                or (self.asked.mention and self.asked.names_strategy(self.words[each.start : end]))
            )
        ]
        hits = self._hits(start, end)
        named = self._hits(start, end, self.asked.topics) or (
            self.asked.document and self._hits(start, end, self.asked.objects)
        )
        if not plans or not (named or (self.near and end - start <= _SHORT_PLAN)):
            return None
        if not named and any(each.cue.kind in ("denied", "pseudo") for each in cues):
            return Finding("doubtful", False, self._spans(plans[:1]))  # "no fee is due"
        if self.asked.mention and not self.asked.needs_object:
            # What a strategy foresees is in the strategy; only the strategy itself can be planned.
            before = self._hits(start, plans[0].start)
            begin = 0 if self._is(start, "relatives") else start
            near = self.asked.names_strategy(self.words[begin : plans[0].end + 4])
            says = any(self.words[at].word == "that" for at in range(start, plans[0].start))
            stop = min(plans[0].end + _NEXT_NOUN, end)
            put = any(self._is(at, "putting") for at in range(plans[0].start, stop))
            put = put or self._into_strategy(plans[0].end, end)
            if not put and (before or says or not near):
                return None
        topics = self._names(self._hits(start, end, self.asked.topics))
        spans = self._spans(plans[:1]) + self._places(hits[:2])
        return Finding("planned", bool(named), spans, topics, direct=self._all_here())

    def _into_strategy(self, place: int, end: int) -> bool:
        """Return whether something is to be put "into the strategy"."""
        for at in range(place, end):
            stop = at + 2
            while stop < min(at + 6, end) and not self._is(stop, "openers"):
                stop += 1
            if self._is(at, "into") and self.asked.names_strategy(self.words[at:stop]):
                return True
        return False

    def _possible(self, start: int, end: int, cues: Sequence[Found]) -> Finding | None:
        ruled_out = [each.start for each in cues if each.cue.kind == "denied"]
        possible = [
            each
            for each in cues
            if each.cue.kind == "possible"
            and not (
                self._is(each.start, "modals") and min(ruled_out, default=each.start) < each.start
            )
        ]
        if not possible or not self._hits(start, end):
            return None
        # What a strategy says that should be is in the strategy.
        if self.asked.mention and self._hits(0, possible[0].start):
            return None
        return Finding("possible", True, self._spans(possible[:1]))

    def _left_over(self, start: int, end: int, cues: Sequence[Found]) -> list[Found]:
        """Return the cues of a clause that may change what is said and took no words."""
        known = self._hits(start, end)
        known += [(each.start, each.end) for each in cues if each.cue.kind in _UNDERSTOOD]
        return [
            each
            for each in cues
            if each.cue.kind in ("denied", "ended", "denying", *_DOUBTS)
            and not any(a < each.end and each.start < b for a, b in known)
        ]

    def _denies_matter(self, start: int, end: int, left: Sequence[Found]) -> bool:
        """Return whether cues that took no words may still deny what the question asks for."""
        denying = [
            each
            for each in left
            if each.cue.kind not in _DOUBTS and each.start not in self.harmless
        ]
        law = not self.asked.law or self._hits(start, end, self.asked.objects)
        points = any(
            self._is(place, "anaphors")
            for each in denying
            for place in range(each.start, min(each.end + 2, end))
        )
        return bool(denying and (law or points) and self._hits(start, end, self.asked.topics))

    def _silent(self, cues: Sequence[Found]) -> bool:
        """Return whether a sentence behind the matter denies the strategy something unnamed."""
        denials = [each for each in cues if each.cue.kind in ("denied", "denying")]
        return (
            bool(denials)
            and self.asked.mention
            and self.near
            and bool(self.seen)
            and not self._hits(0, len(self.words), self.asked.topics)
            and self.asked.names_strategy(self.words)
            and any(self._is(at, "anaphors") for at in range(len(self.words)))
        )

    def _matter_denied(self, start: int, end: int, left: Sequence[Found]) -> Finding | None:
        """Return what a denying word without a noun of its own says of the matter of its clause.

        It denies the matter behind it; "without" and what stands before a comma say nothing of
        it, and what ends or postpones something may be said of another.
        """
        topics = self.asked.topics
        cue = next(
            each
            for each in left
            if each.cue.kind not in _DOUBTS and each.start not in self.harmless
        )
        against = {
            each.start
            for each in self.cues
            if start <= each.start < end and each.cue.kind in _AGAINST
        }
        last = next(
            (at for at in range(max(against) + 1, end) if "," in self.words[at].before), end
        )
        if self._is(cue.start, "without") or not self._hits(start, last, topics):
            return None
        stop = next((at for at in range(cue.end, end) if "," in self.words[at].before), end)
        denied = bool(self._hits(cue.end, min(stop, cue.end + _LONGEST_PHRASE), topics))
        aside = cue.cue.scope == "phrase" and cue.start > start + 1 and not self._bare(cue.end)
        if aside and not denied:
            return None  # "they receive no payment"
        denied = denied and len(against) == 1 and cue.cue.kind == "denied"
        status = "denied" if denied else "unclear"
        return Finding(status, denied, self._spans([cue]), direct=False)

    def _asserted(self, neutral: Sequence[Slice]) -> Finding | None:
        asked = self.asked

        def within(place: int) -> bool:
            return any(start <= place < end for start, end in neutral)

        hits = {name: [hit for hit in found if within(hit[0])] for name, found in self.hits.items()}
        here = {name for name in asked.key_terms if hits[name]}
        if not any(hits[name] for name in asked.topics):
            cited = asked.law and ";" in self.words[0].before and self.near
            if not cited or not hits["law"] or not set(asked.topics) <= self.seen:
                return None
        all_here = len(here) == len(asked.key_terms)
        if not set(asked.key_terms) <= self.seen | here:
            return None
        cues = [each for each in self.cues if within(each.start)]
        bearing = asked.key_terms or asked.topics
        spans = self._places([hits[name][0] for name in bearing if hits[name]])
        names = self._names([hit for found in hits.values() for hit in found])
        limits = [each for each in cues if self._limits(each)]
        if limits:
            return Finding("limited", all_here, self._spans(limits[:1]) + spans, names)
        certain = any(
            each.cue.kind in _VERBS and not (each.cue.kind == "done" and asked.document)
            for each in cues
        )
        forbids = (self._is(at, "forbidding") for at in range(len(self.words)) if within(at))
        certain = certain or (asked.law and any(forbids))
        objects = any(hits[name] for name in asked.objects)
        named = not any(self._is(place, "auxiliaries") for place in range(len(self.words)))
        dated = any(
            _YEAR.fullmatch(word.word) or (asked.law and named and word.word.isdigit())
            for word in self.words
        )
        shown = certain or dated or named or self._titled(hits)
        if asked.document and asked.needs_object and not shown:
            return None  # something is said of it, and not that there is one
        numbered = objects and any(word.word.isdigit() for word in self.words)
        if asked.mention and not (
            asked.dedicated or objects or asked.names_strategy(self.words) or self.strategy
        ):
            return None
        named_there = asked.names_strategy(self.words) or numbered
        direct = named_there if asked.mention else certain or dated
        sure = objects and (certain or dated or asked.mention)
        plain = sure if asked.needs_object or asked.mention else objects or certain
        former = any(each.cue.kind in ("former", "past") for each in cues)
        return Finding("asserted", all_here and plain and not former, spans, names, direct=direct)

    def _titled(self, hits: Mapping[str, Sequence[Slice]]) -> bool:
        """Return whether the document is spoken of by its title ("the Cybersecurity Act")."""
        topics = [hit for name in self.asked.topics for hit in hits[name]]
        objects = [hit for name in self.asked.objects for hit in hits[name]]
        return any(
            one[1] in (topic[0], topic[1]) or topic[1] in (one[0], one[1])
            for one in objects
            for topic in topics
            if self.words[one[0]].written[0].isupper() and self.words[topic[0]].written[0].isupper()
        )

    def _limits(self, found: Found) -> bool:
        """Return whether a cue limits what is said: by itself, or with a word such as "ministries".

        "Only" does where it opens the sentence. "One register per ministry" does not, as another
        noun stands between.
        """
        hits = (hit for each in self.hits.values() for hit in each)
        if any(hit[0] <= found.start and found.end <= hit[1] for hit in hits):
            return False  # a "pilot" is itself what is asked for
        if found.cue.kind != "quantifier":
            return found.cue.kind == "limited"
        if found.start == 0 and self._is(0, "only"):
            return True
        if found.start > 0 and self._is(found.start - 1, "whole"):
            return False  # "each of the nine provinces"
        if found.end == len(self.words) or "," in self.words[found.end].before:
            return any(self._is(place, "units") for place in range(found.start - 2, found.start))
        for place in range(found.end, min(found.end + 4, len(self.words))):
            if self._is(place, "units"):
                return True
        return False

    # What a denial takes.

    def _target(self, start: int, end: int, found: Found, cues: Sequence[Found]) -> _Target | None:
        """Return the words that a cue which denies or ends something takes, or None for others."""
        cue = found.cue
        inside = self._hits(found.start + 1, found.end, self.asked.heads)
        if inside and cue.direction == "backward":
            return _Target(inside[0])  # "it leaves these rules out of account"
        whole = _Target((found.start, found.end), named=False)
        if cue.scope == "none":
            if cue.direction != "backward":
                bare = self._bare(found.end) or self._hits(start, found.start)
                return self._phrase(found.end, end) or (whole if bare else None)
            if found.end < end:
                return None
            colon = start > 0 and ":" in self.words[start].before
            before = self._hits(0 if colon else start, found.start, self.asked.heads)
            return _Target(before[0]) if before else whole
        if cue.direction == "backward":
            return self._subject(start, end, found)
        if cue.direction == "both":
            opens = found.end < end and (
                self._is(found.end, "about") or self._is(found.end, "complements")
            )
            ahead = None if opens else self._phrase(found.end, end)
            return ahead or self._subject(start, end, found)
        fronted = self._fronted(start, end, found)
        if fronted is not None:
            return fronted
        if cue.scope == "phrase":
            ruling = any(self._is(at, "modals") for at in range(found.end, end))
            alone = (
                found.end == found.start + 1
                and self._is(found.start, "without")
                and not (found.end < end and self._points(found.end))
            )
            if ruling:
                self.harmless.add(found.start)  # "no office shall ask" is a rule
            return self._phrase(found.end, min(found.end + _NEXT_NOUN, end) if alone else end) or (
                None if ruling else self._beside(start, end, found)
            )
        return self._verb(start, end, found, cues)

    def _bare(self, place: int) -> bool:
        """Return whether no noun of another matter stands at `place`."""
        if place >= len(self.words) or self.words[place].before.strip() not in ("", "'", "’"):
            return True
        names = ("openers", "boundaries", "anaphors", "transparent", "concord", "own")
        return any(self._is(place, name) for name in names)

    def _fronted(self, start: int, end: int, found: Found) -> _Target | None:
        """Return the object before its denied verb, as in "laws on this we do not have"."""
        ours = range(max(start, found.start - 3), found.start)
        object_only = found.end == end
        if end - found.end > 1 or not (object_only or any(self._is(at, "own") for at in ours)):
            return None
        before = self._hits(start, found.start, self.asked.heads)
        return _Target(before[0]) if before else None

    def _phrase(self, place: int, end: int) -> _Target | None:
        """Return what a denial takes of the group of nouns at `place`."""
        stop = place
        while stop < end and stop - place < _LONGEST_PHRASE:
            after_noun = stop > place and not self._is(stop - 1, "transparent")
            opens = after_noun and self._is(stop, "openers")
            if (opens or "," in self.words[stop].before) and not self._within_hit(stop):
                break
            stop += 1
        hits = self._starting(place, stop, self.asked.objects) or self._starting(
            place, stop, self.asked.heads
        )
        if hits:
            return self._with_complement(hits[-1], max(stop, hits[-1][1]), end)
        points = any(self._is(at, "anaphors") for at in range(place, stop))
        named = place < end and self._is(place, "openers")
        pointing = not named and any(map(self._points, range(place, stop)))
        if stop - place <= (_NEXT_NOUN if pointing else 2) and points:
            return _Target((place, stop), named=False)
        return None

    def _beside(self, start: int, end: int, found: Found) -> _Target | None:
        """Return what is denied by "no" with a noun that is no word of the question, if anything.

        "The strategy bears no relation to it" and "it finds no echo in the strategy" deny that it
        is there; what a law has not, or what something is "without", is another matter.
        """
        asked = self.asked
        behind = self._hits(found.end, end, asked.topics)
        if asked.mention and asked.names_strategy(self.words[found.end : end]):
            return self._subject(start, end, found)
        if behind and asked.mention and asked.names_strategy(self.words[start : found.start]):
            return _Target(behind[0])
        aside = self._is(found.start, "without") or (
            asked.document and self._hits(start, found.start, asked.objects)
        )
        if aside and not behind:
            self.harmless.add(found.start)
        return None

    def _with_complement(self, hit: Slice, stop: int, end: int) -> _Target | None:
        """Return a hit as a target, unless what belongs to it from `stop` on is another matter."""
        topics = self._hits(0, len(self.words), self.asked.topics)
        if any(hit[0] < topic[1] and topic[0] < hit[1] for topic in topics):
            return _Target(hit)
        opens = stop < end and self._is(stop, "about") and "," not in self.words[stop].before
        if not opens:
            return _Target(hit, named=bool(topics))
        if self._hits(stop, end, self.asked.topics):
            return _Target(hit)
        pointing = ("anaphors", "own", "transparent")
        ahead = range(stop + 1, min(stop + 5, end))
        if any(self._is(place, name) for place in ahead for name in pointing):
            return _Target(hit, named=False)
        return _Target(hit) if self._hits(0, hit[0] - 1, self.asked.topics) else None

    def _verb(self, start: int, end: int, found: Found, cues: Sequence[Found]) -> _Target | None:
        """Return what "not" takes: the verb behind it, with its object or its subject."""
        asked = self.asked
        stop = min(found.end + _LONGEST_VERB, end)
        opens = found.end < end and self._is(found.end, "about")
        if opens and not any(each.start == found.end for each in cues):
            return None  # "not for consultations" denies the use for them alone
        verbs = [
            each
            for each in cues
            if each.cue.kind in (*_VERBS, "planned") and found.end <= each.start < stop
        ]
        objects = self._hits(found.end, stop, asked.objects)
        first = min((each.start for each in verbs), default=stop)
        if objects and objects[0][0] <= first:
            near = not asked.law or objects[0][0] - found.end <= 3
            return self._with_object(objects[0], start, end) if near else None
        if verbs:
            verb = verbs[0]
            topics = self._hits(verb.end, end, asked.topics)
            target = self._phrase(verb.end, end)
            if target is not None and (verb.cue.kind != "works" or asked.document or topics):
                return target
            if verb.cue.kind != "works":
                target = self._subject(start, end, found)
                other = target and not target.named and not self._bare(verb.end)
                return None if other else target
            self.harmless.add(found.start)
            return None
        topics = self._hits(found.end, stop, asked.topics)
        if topics and not asked.document and topics[0][0] - found.end <= 4:
            return _Target(topics[0])
        if not self._hits(start, found.start) and not self._bare(found.end + 1):
            return None  # "this does not include salaries"
        if not asked.law and end - found.end <= 2:
            target = self._subject(start, end, found)
            named = bool(self._hits(start, found.start, asked.topics))
            return target and replace(target, named=named)
        if asked.document and self._hits(start, found.start, asked.objects):
            self.harmless.add(found.start)  # what the law does not do, it does not as a law
        return None

    def _with_object(self, hit: Slice, start: int, end: int) -> _Target | None:
        """Return what a denied verb of the question takes, given what stands around it."""
        if self._hits(start, end, self.asked.topics):
            return _Target(hit)
        after = range(hit[1], end)
        points = any(self._is(place, "anaphors") for place in range(start, min(hit[1] + 3, end)))
        if not after or points:
            return _Target(hit, named=False)
        return _Target(hit) if self._hits(0, len(self.words), self.asked.topics) else None

    def _subject(self, start: int, end: int, found: Found) -> _Target | None:
        """Return what stands before a cue and is the head of its nouns."""
        asked = self.asked
        subject = [
            place
            for place in range(start, found.start)
            if not (self._is(place, "auxiliaries") or (place == start and self._opens(place)))
        ]
        if not subject:
            if start > 0 and not self._is(start, "relatives"):
                before = self._hits(0, start)
                return _Target(before[-1]) if before else None
            return _Target((found.start, found.end), named=False)
        topics = self._hits(start, found.start, asked.topics)
        if found.cue.scope == "phrase" and topics:
            return _Target(topics[0])
        commas = (at for at in range(start + 1, found.start) if "," in self.words[at].before)
        nearest = max(commas, default=start)
        heads = self._hits(nearest, found.start, asked.heads)
        for hit in heads or self._hits(start, found.start, asked.heads):
            if self._is_head(start, hit):
                return self._with_complement(hit, hit[1], found.start)
        first = range(start, min(found.start, start + 3))
        points = any(
            self._points(place)
            for place in first
            if place == subject[0]
            or self._is(place - 1, "openers")
            or self._opens(place - 1)
            or self._is(place - 1, "whole")
        )
        if points and len(subject) <= _SHORT_SUBJECT and not self._hits(start, found.start):
            return _Target((found.start, found.end), named=False)
        return None

    def _opens(self, place: int) -> bool:
        word = self.words[place].word
        return word in self.lists["boundaries"] or f", {word}" in self.lists["boundaries"]

    def _is_head(self, start: int, hit: Slice) -> bool:
        """Return whether a hit is what is spoken of, and does not belong to another noun."""
        begin = max(
            (place for place in range(start + 1, hit[0]) if "," in self.words[place].before),
            default=start,
        )
        return not any(
            self._is(place, "complements")
            and not self._is(place - 1, "transparent")
            and not self._within_hit(place)
            for place in range(begin + 1, hit[0])
        )

    # Words of the question, and of lists.

    def _hits(self, start: int, end: int, names: Sequence[str] | None = None) -> list[Slice]:
        found = self._starting(start, end, names)
        return [hit for hit in found if hit[1] <= end]

    def _starting(self, start: int, end: int, names: Sequence[str] | None = None) -> list[Slice]:
        wanted = (*self.asked.key_terms, *self.asked.objects) if names is None else names
        return sorted(
            {hit for name in wanted for hit in self.hits.get(name, ()) if start <= hit[0] < end}
        )

    def _inside_hit(self, found: Found) -> bool:
        hits = (hit for each in self.hits.values() for hit in each)
        return any(
            hit[0] <= found.start and found.end <= hit[1] and hit != (found.start, found.end)
            for hit in hits
        )

    def _within_hit(self, place: int) -> bool:
        return any(hit[0] < place < hit[1] for found in self.hits.values() for hit in found)

    def _is(self, place: int, name: str) -> bool:
        return self.words[place].word in self.lists[name]

    def _points(self, place: int) -> bool:
        return self._is(place, "anaphors") and not self._is(place, "articles")

    def _has(self, kind: str) -> bool:
        return any(each.cue.kind == kind for each in self.cues)

    def _all_here(self) -> bool:
        """Return whether the sentence has words of every group that the question asks for."""
        return all(self.hits[name] for name in self.asked.key_terms)

    def _follows(self, kind: str, found: Found) -> bool:
        return any(
            each.cue.kind == kind
            and found.start - 1 <= each.start
            and not any(one.cue.kind == "denied" and one.end == each.start for one in self.cues)
            for each in self.cues
        )

    def _names(self, hits: Sequence[Slice]) -> frozenset[str]:
        return frozenset(" ".join(word.word for word in self.words[a:b]) for a, b in hits)

    def _spans(self, cues: Sequence[Found]) -> tuple[Slice, ...]:
        return self._places([(each.start, each.end) for each in cues])

    def _places(self, slices: Sequence[Slice]) -> tuple[Slice, ...]:
        return tuple((self.words[a].start, self.words[b - 1].end) for a, b in slices if b > a)
