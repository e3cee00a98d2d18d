"""The codebook: immutable objects, and the file that they are read from."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from egovbench.base.errors import InputError
from egovbench.base.yaml_text import read_yaml

if TYPE_CHECKING:
    import pandas as pd


KINDS = ("text", "url", "single choice", "multiple choice")


@dataclass(frozen=True)
class RelatedItem:
    """Another item whose answer settles a question when it holds a term of every group."""

    item: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A section of the questionnaire; `printed` are the lines that open it on the form."""

    id: str
    title: str
    printed: tuple[str, ...]
    new: bool


@dataclass(frozen=True)
class Block:
    """A group of questions under a heading of its own, `printed` before the first of them."""

    id: str
    title: str
    printed: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """Items of one section that measure the same thing; they are averaged with equal weight."""

    id: str
    section: str
    name: str
    rationale: str
    items: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """One numbered question.

    `lead_in` holds every text the form prints between the previous answer and this question's
    options and wording; `key_terms` names the groups of terms a bearing answer contains, `objects`
    those of them or others that name what is asked for.
    """

    number: int
    section: str
    block: str
    wording: str
    label: str
    kind: str
    options: tuple[str, ...]
    follows: int | None
    lead_in: tuple[str, ...]
    sdg_note: str
    required: bool
    new: bool
    personal: bool
    key_terms: tuple[str, ...]
    objects: tuple[str, ...]
    related: tuple[RelatedItem, ...]
    indicator: str

    @property
    def scored(self) -> bool:
        """Whether the question counts in a score."""
        return self.indicator != ""

    @property
    def dedicated(self) -> bool:
        """Whether the question asks for a thing of its own, that serves no other matter."""
        return " dedicated " in self.wording or " a specific " in self.wording


@dataclass(frozen=True)
class Codebook:
    """A wave of the questionnaire; `year` is the one in which it was answered.

    `waves` are other waves of it, with numbers and wordings of their own; what they share with
    this one is found by wording (documents.mapping).
    """

    id: str
    title: str
    publisher: str
    year: int
    answer_limit: int
    closing_text: str
    sections: tuple[Section, ...]
    blocks: Mapping[str, Block]
    indicators: tuple[Indicator, ...]
    questions: tuple[Question, ...]
    term_groups: Mapping[str, Mapping[str, tuple[str, ...]]]
    waves: tuple["Codebook", ...] = ()

    @cached_property
    def by_number(self) -> Mapping[int, Question]:
        """Questions by their printed number."""
        return {question.number: question for question in self.questions}

    @cached_property
    def scored(self) -> tuple[Question, ...]:
        """The questions that count in a score, in printed order."""
        return tuple(question for question in self.questions if question.scored)

    def follow_ups(self, number: int) -> tuple[Question, ...]:
        """Return the questions that follow up question `number`, in printed order."""
        return tuple(question for question in self.questions if question.follows == number)

    def whole_wording(self, question: Question) -> str:
        """Return what a question asks; "Education" is one only behind its group's heading."""
        own = question.wording.lstrip("- ")
        heading = self.blocks[question.block].printed[-1] if question.block else ""
        return f"{heading.rstrip(': ')}: {own}" if heading else own

    def section_title(self, section: str) -> str:
        """Return the project's title of a section ("C" -> "Legal framework")."""
        return next(each.title for each in self.sections if each.id == section)

    def item_table(self) -> "pd.DataFrame":
        """Return one row for each scored item: item, section, indicator, label, wording."""
        import pandas as pd  # Plans need the sections' titles alone, and start without it.

        return pd.DataFrame(
            {
                "item": [question.number for question in self.scored],
                "section": [question.section for question in self.scored],
                "indicator": [question.indicator for question in self.scored],
                "label": [f"{question.number} {question.label}" for question in self.scored],
                "wording": [question.wording for question in self.scored],
            }
        )

    def framework(self) -> "pd.DataFrame":
        """Return the scoring framework: id, level, parent, weight, direction, minimum, maximum.

        Levels are 1 item (id = the number as text), 2 indicator, 3 section, 4 overall; weights are
        equal (1) among siblings; items run from 0 to 1.
        """
        import pandas as pd

        rows = [(str(each.number), 1, each.indicator) for each in self.scored]
        rows += [(each.id, 2, each.section) for each in self.indicators]
        used = {each.section for each in self.indicators}
        rows += [(each.id, 3, "overall") for each in self.sections if each.id in used]
        rows.append(("overall", 4, ""))
        frame = pd.DataFrame(rows, columns=["id", "level", "parent"])
        return frame.assign(weight=1.0, direction=1, minimum=0.0, maximum=1.0)


_QUESTION_KEYS = {
    "number", "section", "block", "wording", "label", "kind", "options", "follows", "printed",
    "sdg_note", "required", "new", "personal", "key_terms", "objects", "related",
}  # fmt: skip


def read_codebook(path: Path) -> Codebook:
    """Return the codebook at `path`, with the other waves that it names under `waves`.

    Each of those is a file of the same form beside it. Raises InputError, naming the question, when
    a file is no YAML, a key is unknown, a number occurs twice, or a section, block, indicator,
    follow-up or related item does not exist, or when a wave has an id that another has.
    """
    content = _content(path)
    codebook = _built(path, content)
    names = content.get("waves", [])
    if not isinstance(names, list) or any(Path(str(name)).name != name for name in names):
        raise InputError(path, f"found waves {names!r}; expected names of files in its folder")
    waves = []
    for name in names:
        waves.append(_built(path.parent / name, _content(path.parent / name)))
        if waves[-1].id in {codebook.id, *(each.id for each in waves[:-1])}:
            raise InputError(path.parent / name, f"the id {waves[-1].id} is another wave's")
    return replace(codebook, waves=tuple(waves))


def _content(path: Path) -> Mapping[str, Any]:
    content = read_yaml(path, "codebook")
    if not isinstance(content, Mapping):
        raise InputError(path, "an entry is missing or malformed (there are no keys)")
    return content


def _built(path: Path, content: Mapping[str, Any]) -> Codebook:
    try:
        return _codebook(path, content)
    except (KeyError, TypeError) as fault:
        raise InputError(path, f"an entry is missing or malformed ({fault})") from None


def _codebook(path: Path, content: Mapping[str, Any]) -> Codebook:
    sections = tuple(
        Section(each["id"], each["title"], tuple(each["printed"]), each.get("new", False))
        for each in content["sections"]
    )
    blocks = {
        each["id"]: Block(each["id"], each["title"], tuple(each["printed"]))
        for each in content["blocks"]
    }
    indicators = tuple(
        Indicator(
            each["id"], each["section"], each["name"], each["rationale"], tuple(each["items"])
        )
        for each in content["indicators"]
    )
    entries = content["questions"]
    groups = {
        name: {code: tuple(terms) for code, terms in languages.items()}
        for name, languages in content["term_groups"].items()
    }
    _check(path, entries, {section.id for section in sections}, set(blocks), indicators)
    _check_groups(path, entries, groups)
    return Codebook(
        id=content["id"],
        title=content["title"],
        publisher=content["publisher"],
        year=content["year"],
        answer_limit=content["answer_limit"],
        closing_text=content["closing_text"],
        sections=sections,
        blocks=blocks,
        indicators=indicators,
        questions=_questions(entries, sections, blocks, indicators),
        term_groups=groups,
    )


def _questions(
    entries: Sequence[Mapping[str, Any]],
    sections: Sequence[Section],
    blocks: Mapping[str, Block],
    indicators: Sequence[Indicator],
) -> tuple[Question, ...]:
    indicator_of = {item: each.id for each in indicators for item in each.items}
    printed_of = {section.id: section.printed for section in sections}
    questions = []
    section_before, block_before = "", ""
    for entry in entries:
        section, block = entry["section"], entry.get("block", "")
        lead_in: tuple[str, ...] = ()
        if section != section_before:
            lead_in += printed_of[section]
        if block and block != block_before:
            lead_in += blocks[block].printed
        sdg_note = entry.get("sdg_note", "")
        lead_in += tuple(entry.get("printed", ())) + ((sdg_note,) if sdg_note else ())
        questions.append(
            Question(
                number=entry["number"],
                section=section,
                block=block,
                wording=entry["wording"],
                label=entry.get("label", ""),
                kind=entry["kind"],
                options=tuple(entry.get("options", ())),
                follows=entry.get("follows"),
                lead_in=lead_in,
                sdg_note=sdg_note,
                required=entry.get("required", False),
                new=entry.get("new", False),
                personal=entry.get("personal", False),
                key_terms=tuple(entry.get("key_terms", ())),
                objects=tuple(entry.get("objects", ())),
                related=tuple(
                    RelatedItem(each["item"], tuple(each["terms"]))
                    for each in entry.get("related", ())
                ),
                indicator=indicator_of.get(entry["number"], ""),
            )
        )
        section_before, block_before = section, block
    return tuple(questions)


def _check(
    path: Path,
    entries: Sequence[Mapping[str, Any]],
    sections: set[str],
    blocks: set[str],
    indicators: Sequence[Indicator],
) -> None:
    numbers = [entry["number"] for entry in entries]
    if numbers != sorted(set(numbers)):
        twice = [number for number, count in Counter(numbers).items() if count > 1]
        raise InputError(path, f"questions must be numbered once and in order; found {twice}")
    for entry in entries:
        place = f"question {entry['number']}"
        unknown = set(entry) - _QUESTION_KEYS
        if unknown:
            raise InputError(path, f"{place}: unknown key {min(unknown)}")
        if entry["kind"] not in KINDS:
            raise InputError(path, f"{place}: found kind {entry['kind']!r}; expected {KINDS}")
        if entry["section"] not in sections:
            raise InputError(path, f"{place}: section {entry['section']!r} does not exist")
        if entry.get("block", "") not in blocks | {""}:
            raise InputError(path, f"{place}: block {entry['block']!r} does not exist")
        if ("choice" in entry["kind"]) != bool(entry.get("options")):
            raise InputError(path, f"{place}: a choice has options, nothing else does")
        others = [each["item"] for each in entry.get("related", ())]
        others += [entry["follows"]] if "follows" in entry else []
        for other in others:
            if other not in numbers or other == entry["number"]:
                raise InputError(path, f"{place}: refers to question {other}")
    _check_indicators(path, entries, indicators)


def _check_groups(
    path: Path, entries: Sequence[Mapping[str, Any]], groups: Collection[str]
) -> None:
    for entry in entries:
        named = [*entry.get("key_terms", ()), *entry.get("objects", ())]
        named += [name for each in entry.get("related", ()) for name in each["terms"]]
        for name in named:
            if name not in groups:
                found = f"question {entry['number']}: found the group {name!r}"
                raise InputError(path, f"{found}; expected one of term_groups")


def _check_indicators(
    path: Path, entries: Sequence[Mapping[str, Any]], indicators: Sequence[Indicator]
) -> None:
    by_number = {entry["number"]: entry for entry in entries}
    seen: set[int] = set()
    for indicator in indicators:
        for item in indicator.items:
            if item not in by_number or by_number[item]["section"] != indicator.section:
                raise InputError(
                    path, f"indicator {indicator.id}: item {item} is not in {indicator.section}"
                )
            if item in seen:
                raise InputError(path, f"indicator {indicator.id}: item {item} is counted twice")
            if not by_number[item].get("label"):
                raise InputError(path, f"question {item}: a scored item needs a label")
            seen.add(item)
