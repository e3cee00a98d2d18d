"""Reads an export of the form: one row for each respondent, one column for each question."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import pandas as pd

from egovbench.base.addresses import EMAIL
from egovbench.base.country_names import check_country, find_country
from egovbench.base.errors import InputError
from egovbench.base.schemas import SELECTION_SEPARATOR
from egovbench.documents.privacy import Mask, mask_for, ordinary_words
from egovbench.documents.readings import (
    Documents,
    Given,
    ReadDocument,
    chosen_options,
    document_of,
)
from egovbench.documents.sheets.cells import Cell, Row, Sheet, reference, shown
from egovbench.documents.sheets.dates import Moments, moments_of
from egovbench.documents.sheets.headings import Match, like_a_question, match_headings
from egovbench.documents.wording import word_texts
from egovbench.questionnaire import Codebook, Question

LEAST_MATCHED = 0.5
MAXIMUM_COLUMNS = 1_000
_COUNTRY_ITEM = 1
_LEAST_HEADINGS = 3
_MOST_TITLES = 10  # rows of a sheet among which the headings are looked for
_MOST_CELLS = 10_000  # of all sheets, among which they are
_COUNTRY_HEADINGS = ("country", "country name", "name of country", "member state", "iso3")
# How words begin that say in some language which date a column holds.
_COMPLETED = re.compile(
    "timestamp|complet|conclu|finaliz|finalis|submit|finish|soumis|envoi|enviad|invio|abschl|abgesch|abgeg|"
    "fertig|voltoo|ingediend|slutf|fullf|fuldf|indsend|valmist|päätty|lõpet|pabeig|baig|pateik|"
    "ukończ|zakończ|dokonč|odesl|odosl|befejez|beküld|tamam|gönder|završ|dovrš|konč|zaključ|"
    "заверш|выполн|окончан|завърш|отправ|изпрат|ολοκλήρ|υποβολ|إكمال|اكتمال|انتهاء|إرسال|השלמה|"
    "סיום|שליחה|تکمیل|پایان|完了|完成|提交|送信|완료|제출|เสร็จ|hoàn thành|selesai|पूर्ण|समाप्ति|"
    r"\b(?:fin|fine|ende|end|slut|slutt|vége|koniec|kraj|fim|sfârșit)\b",
    re.IGNORECASE,
)
_MODIFIED = re.compile(
    "modif|änder|ændr|endret|wijzig|muok|muudet|keis|zmian|zmodyf|změn|zmen|izmen|izmjen|sprem|"
    "mód|değiş|измен|змін|промен|τροποπ|تعديل|تغییر|שינוי|変更|更新|修改|수정|แก้ไข|sửa|diubah|संशोधन",
    re.IGNORECASE,
)
_PERSONAL_HEADINGS = (
    "name", "your name", "full name", "first name", "last name", "username", "user name",
    "respondent", "participant", "teilnehmer", "teilnehmende", "participante", "partecipante",
    "deelnemer", "benutzer", "utilisateur", "usuario", "utente", "gebruiker",
    "respondent name", "recipientfirstname", "recipientlastname", "recipientemail",
    "email", "e mail", "email address", "e mail address", "submitted by",
    "nom", "nombre", "nome", "naam", "namn", "navn", "nafn", "nimi", "nazwa", "imię", "jméno",
    "meno", "ime", "név", "nume", "vardas", "vārds", "isem", "ainm", "izena", "emri", "ad", "adı",
    "име", "имя", "ім я", "імя", "όνομα", "անուն", "სახელი", "الاسم", "שם", "نام", "नाम", "নাম",
    "ชื่อ", "tên", "nama", "jina", "pangalan", "名前", "氏名", "名称", "姓名", "名稱", "이름",
)  # fmt: skip
_OTHER_HEADINGS = (
    "id", "response id", "start time", "start date", "startdate", "last modified time", "language",
    "ip address", "total points", "quiz feedback", "grade posted time", "status", "progress",
)  # fmt: skip
_CHOICE_SEPARATORS = (";", ", ", "\n")
# As people write them, and as a spreadsheet shows a cell with two values.
_WORDS_OF_OPTIONS = {
    "Yes": (
        "1 true wahr vrai verdadero verdadeiro veritat cert vero waar sant sand sann prawda igaz "
        "pravda tosi tõene doğru adevărat истина істина αληθής tiesa patiess resnično točno tačno "
        "đúng benar yes y oui ja jā jah já sí si sim sì tak igen ano áno da да так иә ооба evet hə "
        "bəli ha հա այո კი bai ya iya kyllä taip iva có ναι نعم بله آری ہاں はい 是 真 예 네 참 "
        "כן हाँ हां होय हो হ্যাঁ ஆம் అవును ಹೌದು അതെ હા ਹਾਂ ඔව් ใช่ បាទ ແມ່ນ ဟုတ်ကဲ့ დიახ тийм አዎ ndiyo oo hawa بلی"
    ),
    "No": (
        "0 false falsch faux falso onwaar falskt falsk usann fałsz hamis nepravda epätosi väär "
        "yanlış fals ложь лъжа хибність ψευδής netiesa aplams neresnično netočno netačno laž sai "
        "salah no n non nein nee não nej nei nie nem ne nē не нет ні жоқ жок hayır yox xeyr ոչ "
        "არა ez tidak ei le không όχι لا خیر نہیں いいえ 否 假 아니요 아니오 거짓 לא नहीं नाही होइन "
        "না இல்லை కాదు ಇಲ್ಲ അല്ല ഇല്ല ના ਨਹੀਂ නැත ไม่ใช่ ไม่ ទេ ບໍ່ မဟုတ်ပါ үгүй አይ hapana "
        "hindi ýok yo'q yo‘q yo’q yoʻq نه"
    ),
}


def _plain(text: str) -> str:
    """Return a word without accents and capitals; Turkish writes I for ı."""
    marked = unicodedata.normalize("NFKD", text.casefold()).replace("ı", "i")
    return "".join(each for each in marked if unicodedata.category(each) != "Mn").strip(" .")


_OPTION_OF = {
    _plain(word): option for option, text in _WORDS_OF_OPTIONS.items() for word in text.split()
}
_LEAST_OF_ANOTHER_WAVE = 5  # columns without a question, and questions without a column
_EXACT = 99.5
_MOST_NAMES = 5
_MOST_WORDS_OF_ADDRESS = 2
_NOBODY = "anonymous"  # in place of an address


@dataclass(frozen=True)
class _Layout:
    """Where an export holds what: columns by their number, the heading row by its own."""

    sheet: Sheet
    heading_row: int
    headings: Mapping[int, str]
    matches: Mapping[int, Match]
    country: int | None
    completed: int | None
    personal: Sequence[int]
    own: Collection[int]

    @property
    def column_of(self) -> dict[int, int]:
        """The column of each item that has one."""
        return {match.item: column for column, match in self.matches.items()}

    @property
    def unused(self) -> list[int]:
        """The columns that hold neither a question nor what survey programs add to an export."""
        names = (*_PERSONAL_HEADINGS, *_OTHER_HEADINGS)
        known = {*_columns_called(self.headings, names), *self.matches, *self.own}
        known |= {column for column in (self.country, self.completed) if column}
        return [column for column in self.headings if column not in known]

    @property
    def rows(self) -> dict[int, Row]:
        """The respondents' rows."""
        return {n: row for n, row in self.sheet.rows.items() if n > self.heading_row}


def _heading_row(sheets: Sequence[Sheet], codebook: Codebook) -> tuple[Sheet, int]:
    """Return the sheet and its row whose texts are most often like a question.

    Titles and the headings of groups may stand above it. Without any such row it is the first.
    """
    rows = []
    for sheet in sheets:
        wide = (number for number, row in sheet.rows.items() if len(row) >= _LEAST_HEADINGS)
        rows += [(place, sheet, number) for place, number in enumerate(islice(wide, _MOST_TITLES))]
    best, most, cells = (sheets[0], 1), 0, 0
    for _, sheet, number in sorted(rows, key=lambda each: each[0]):
        texts = [cell.text for cell in sheet.rows[number].values()]
        cells += len(texts)
        if max(sheet.rows[number]) > MAXIMUM_COLUMNS or cells > _MOST_CELLS:
            continue
        found = like_a_question(texts, codebook)
        if found > most:
            best, most = (sheet, number), found
    return best


def _find_layout(
    path: Path, sheets: Sequence[Sheet], codebook: Codebook, countries: pd.DataFrame
) -> _Layout:
    """Return where the sheet with the most headings that are like a question holds what.

    What a survey program adds stands before the first question, in its own language: it is known by
    names, and else by what it holds, dates, addresses, names of persons or of countries.

    Raises InputError when less than LEAST_MATCHED of the questions have a column, or the headings
    reach beyond MAXIMUM_COLUMNS.
    """
    sheet, row_number = _heading_row(sheets, codebook)
    cells = sheet.rows.get(row_number, {})
    if cells and max(cells) > MAXIMUM_COLUMNS:
        found = f"found a column {max(cells):,}"
        raise InputError(path, f"{found}; expected at most {MAXIMUM_COLUMNS:,} columns")
    headings = {column: cell.text for column, cell in cells.items()}
    personal = _columns_called(headings, _PERSONAL_HEADINGS)
    elsewhere = {*personal, *_columns_called(headings, _OTHER_HEADINGS)}
    matches = match_headings(headings, codebook, elsewhere=elsewhere)
    wanted = len(codebook.questions)
    if len(matches) < LEAST_MATCHED * wanted:
        found = f"matched the columns of {len(matches)} of {wanted} questions of {codebook.id}"
        expected = f"at least {LEAST_MATCHED:.0%} of them, one column per question, headed by its "
        expected += "wording in the questionnaire's language"
        raise InputError(path, f"{found}; expected {expected}")
    cells_of = {
        column: [row[column] for n, row in sheet.rows.items() if n > row_number and column in row]
        for column in sorted(headings)
        if column not in matches
    }
    before = {column: cells for column, cells in cells_of.items() if column < min(matches)}
    behind = {column: cells for column, cells in cells_of.items() if column > max(matches)}
    addresses = [column for column, cells in cells_of.items() if _all(_is_address, cells)]
    moments = [column for column in (*before, *behind) if _all(_is_moment, cells_of[column])]
    # Behind the questions stands what a survey program adds only with a date or an address.
    added = {**before, **(behind if {*addresses, *moments} & {*behind} else {})}
    people = [
        column for column, cells in added.items() if column not in moments and _all(_is_name, cells)
    ]
    # A name of one word stands beside the address.
    beside = {column + step for column in addresses for step in (-1, 1)} - {*moments}
    people += [*addresses, *(c for c in beside if _all(_is_word, cells_of.get(c, ())))]
    listed = [column for column, match in matches.items() if match.item == _COUNTRY_ITEM]
    listed += _columns_called(headings, _COUNTRY_HEADINGS)
    listed += [
        column
        for column in (*before, *behind)
        if _all(lambda cell: find_country(cell.text, countries) is not None, cells_of[column])
    ]
    country = next(iter(listed), None)
    return _Layout(
        sheet=sheet,
        heading_row=row_number,
        headings=headings,
        matches=matches,
        country=country,
        completed=_completed(moments, headings, cells_of, sheet),
        personal=[each for each in {*personal, *people} if each not in matches and each != country],
        own=[
            *moments,
            *people,
            *(column for column, cells in added.items() if _are_numbers(cells)),
        ],
    )


def _all(holds: Callable[[Cell], bool], cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(map(holds, cells))


def _are_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a column numbers its rows, or holds nothing."""
    return all(cell.text.isdecimal() for cell in cells)


def _is_moment(cell: Cell) -> bool:
    return any(moments_of(cell))


def _is_address(cell: Cell) -> bool:
    """Whether a text is an e-mail address, perhaps with a name, and no sentence with one."""
    alone = len(cell.text.split()) <= _MOST_WORDS_OF_ADDRESS
    return (alone and EMAIL.search(cell.text) is not None) or cell.text.casefold() == _NOBODY


def _is_name(cell: Cell) -> bool:
    """Whether a text may be somebody's name: a few words that all begin so."""
    words = cell.text.split()
    return 1 < len(words) <= _MOST_NAMES and all(
        word[0].isalpha() and (word[0].isupper() or word.lower() == word.upper()) for word in words
    )


def _is_word(cell: Cell) -> bool:
    return not any(map(str.isdigit, cell.text))


def _completed(
    moments: Sequence[int],
    headings: Mapping[int, str],
    cells_of: Mapping[int, Sequence[Cell]],
    sheet: Sheet,
) -> int | None:
    """Return the column of dates that says when a form was completed.

    That is the one whose heading says so, else the later of two: one was started before it was
    completed, and changed afterwards. The last change is known by its name, by its empty cells
    or by what is later than a date that is later than another.
    """
    left = [column for column in moments if not _MODIFIED.search(headings[column])]
    told = [
        column
        for column in (*left, *(c for c in cells_of if c not in moments))
        if _COMPLETED.search(headings[column])
    ]
    if told:
        return told[0]
    filled = [c for c in left if len(cells_of[c]) == max(len(cells_of[each]) for each in left)]
    left = filled if len(left) == 2 else left
    times = [
        {
            c: max(filter(None, moments_of(row[c])))
            for c in left
            if c in row and any(moments_of(row[c]))
        }
        for row in sheet.rows.values()
    ]
    later = {
        one: sum(
            any(one in time and time[one] > time[other] for time in times if other in time)
            for other in left
        )
        for one in left
    }
    return next(iter(sorted(left, key=later.__getitem__)[:2][::-1]), None)


def _columns_called(headings: Mapping[int, str], names: Sequence[str]) -> list[int]:
    """Return the columns with one of the names, in the order of the names."""
    words = {column: " ".join(word_texts(text)) for column, text in headings.items()}
    return [column for name in names for column, found in words.items() if found == name]


@dataclass(frozen=True)
class _Respondent:
    """A country's row: its number in the sheet, when it was completed, and all rows it has."""

    iso3: str
    row: int
    completed: datetime | None
    rows: tuple[int, ...]


def _find_respondents(
    layout: _Layout, countries: pd.DataFrame, mask: Mask
) -> tuple[list[_Respondent], list[str]]:
    """Return each country's respondent, in order of code, and notes on rows that do not count.

    Of several rows of a country the one with the latest completion counts, of several completed at
    once the last in the sheet; a row that says nothing of its completion does not count beside one
    that does. Where a completion cannot be read, or in two ways that differ in which is the latest,
    the last row in the sheet counts: forms append what they receive.
    """
    known, rows = set(countries["iso3"]), layout.rows
    by_country: dict[str, list[int]] = defaultdict(list)
    notes = []
    for number, row in rows.items():
        cell = row.get(layout.country or 0)
        if cell is None:
            notes.append(f"row {number} names no country: skipped")
            continue
        iso3 = find_country(cell.text, countries)
        if iso3 in known:
            by_country[str(iso3)].append(number)
            continue
        what = "is not known" if iso3 is None else f"({iso3}) is not in the table of countries"
        name = shown(mask.apply(cell.text))
        notes.append(f"row {number}: country {name} {what}: skipped")
    respondents = []
    times = {number: row.get(layout.completed or 0) for number, row in rows.items()}
    read_times = _alike({number: moments_of(cell) for number, cell in times.items()})
    for iso3, numbers in sorted(by_country.items()):
        completed = [number for number in numbers if times[number] is not None] or numbers
        moments = [read_times[number] for number in completed]
        place, reason = _latest(moments)
        chosen, read = completed[place], {*moments[place]} - {None}
        moment = read.pop() if len(read) == 1 else None  # else it can be read in two ways
        respondents.append(_Respondent(iso3, chosen, moment, tuple(numbers)))
        if len(numbers) > 1:
            listed = ", ".join(map(str, numbers))
            notes.append(f"{iso3} has rows {listed}; row {chosen} counts: {reason}")
    return respondents, notes


def _alike(moments: Mapping[int, Moments]) -> Mapping[int, Moments]:
    """Return the moments of a column in the one reading that some of its cells have alone."""
    sides = [
        side
        for side in (0, 1)
        if any(each[side] and not each[1 - side] for each in moments.values())
    ]
    if len(sides) != 1:
        return moments
    return {number: (each[sides[0]], each[sides[0]]) for number, each in moments.items()}


def _latest(moments: Sequence[Moments]) -> tuple[int, str]:
    """Return the place of the moment that counts, and why."""
    last = len(moments) - 1
    winners = set()
    for times in zip(*moments, strict=True):
        known = [time for time in times if time is not None]
        if len(known) == len(times):
            winners.add(max(place for place, time in enumerate(times) if time == max(known)))
    if not winners:
        return last, "the last in the sheet, since it cannot be read when each was completed"
    if len(winners) > 1:
        return last, "the last in the sheet, since the dates can be read with day or month first"
    return winners.pop(), "the latest completed"


def read_export(
    path: Path,
    sheets: Sequence[Sheet],
    codebook: Codebook,
    countries: pd.DataFrame,
    iso3: str | None = None,
) -> Documents:
    """Return the answers of every country in an export of the form, one document per country.

    The sheet with the most headings that are like a question's wording counts; how headings find
    their question says `match_headings`. Options of a choice become the selection; what is none of
    them stays in the answer, with a warning. A question without a column is "not_asked". Personal
    answers are dropped (status "withheld"), and every name and e-mail address of a country's
    respondents is masked in its answers. Notes name the columns matched by an edited heading with
    the likeness, those not used, the questions without a column, and the rows that do not count.
    `iso3` says whose answers a sheet with a single respondent holds. Raises InputError when less
    than half of the questions have a column, or no row is a country's.
    """
    layout = _find_layout(path, sheets, codebook, countries)
    ordinary = ordinary_words(codebook, countries)
    mask = _mask(layout, layout.rows, codebook, ordinary)
    respondents, notes = _respondents(path, layout, countries, iso3, mask)
    if not respondents:
        raise InputError(path, "; ".join(["no row holds a country's answers", *notes]))
    read = tuple(_document(path, layout, each, codebook, ordinary) for each in respondents)
    masked = dict(zip(layout.headings, mask.apply_each(layout.headings.values()), strict=True))
    unread = [each for each in sheets if each is not layout.sheet]
    notes = [
        *_notes_on_columns(replace(layout, headings=masked), codebook),
        *(f"sheet {each.label} is not used" for each in unread),
        *notes,
    ]
    return Documents(read=read, notes=tuple(notes))


def _respondents(
    path: Path, layout: _Layout, countries: pd.DataFrame, iso3: str | None, mask: Mask
) -> tuple[list[_Respondent], list[str]]:
    if iso3 is not None:
        check_country(path, iso3, countries)
        if len(layout.rows) != 1:
            found = f"found {len(layout.rows)} rows of answers"
            raise InputError(path, f"{found}; --country fits a sheet with one")
        row = next(iter(layout.rows))
        return [_Respondent(iso3, row, None, (row,))], []
    if layout.country is None:
        expected = "expected a column 'Country name', or --country for a sheet with one row"
        raise InputError(path, f"no column names the country; {expected}")
    return _find_respondents(layout, countries, mask)


def _mask(
    layout: _Layout, rows: Iterable[int], codebook: Codebook, ordinary: Sequence[str]
) -> Mask:
    """Return a mask for all who are named in the rows."""
    asked = [
        column for item, column in layout.column_of.items() if codebook.by_number[item].personal
    ]
    places = [(row, each) for row in rows for each in (*asked, *layout.personal)]
    return mask_for((layout.sheet.text(*place) for place in places), ordinary)


def _document(
    path: Path,
    layout: _Layout,
    respondent: _Respondent,
    codebook: Codebook,
    ordinary: Sequence[str],
) -> ReadDocument:
    # Each row of a country may speak of the respondents of the others.
    mask = _mask(layout, respondent.rows, codebook, ordinary)
    row = layout.rows[respondent.row]
    texts = dict(zip(row, mask.apply_each(cell.text for cell in row.values()), strict=True))
    given, warnings = {}, []
    for item, column in sorted(layout.column_of.items()):
        question, answer = codebook.by_number[item], texts.get(column, "")
        cell = reference(respondent.row, column)
        selection = ""
        if answer and question.options and not question.personal:
            selection, answer = _selected(question, answer)
            if answer:
                warnings.append(
                    f"cell {cell}, question {item}: {shown(answer)} is none of its options and "
                    f"selects nothing; expected {SELECTION_SEPARATOR.join(question.options)}"
                )
        given[item] = Given(answer, selection, f"cell {cell}")
    completed = respondent.completed.isoformat() if respondent.completed else ""
    document = document_of(given, codebook, path, respondent.iso3, codebook.id, warnings)
    return replace(document, completed=completed)


def _selected(question: Question, given: str) -> tuple[str, str]:
    """Return the options that a cell selects, in printed order, and the rest of its text.

    A single choice selects an option only when that is all the cell holds. Options are joined by
    semicolons; where some of the cell is none of them by another of _CHOICE_SEPARATORS, if then
    every part is one.
    """
    if set(question.options) == set(_WORDS_OF_OPTIONS):
        given = _OPTION_OF.get(_plain(given), given)
    chosen: list[str] = []
    rest = [given]
    for separator in _CHOICE_SEPARATORS:
        parts = [part.strip() for part in given.split(separator) if part.strip()]
        if question.kind == "single choice" and len(parts) > 1:
            continue
        found, left = chosen_options(question, parts)
        if separator == _CHOICE_SEPARATORS[0] or not left:
            chosen, rest = found, left
        if not left:
            break
    return SELECTION_SEPARATOR.join(chosen), SELECTION_SEPARATOR.join(rest)


def _notes_on_columns(layout: _Layout, codebook: Codebook) -> list[str]:
    notes = [
        f"column {reference(layout.heading_row, column)} {shown(layout.headings[column])} is "
        f"question {match.item} (likeness {match.likeness:.0f} of 100)"
        for column, match in layout.matches.items()
        if match.likeness < _EXACT
    ]
    unused = layout.unused
    notes += [
        f"column {reference(layout.heading_row, column)} {shown(layout.headings[column])} matches "
        f"no question and is not used"
        for column in unused
    ]
    missing = [each.number for each in codebook.questions if each.number not in layout.column_of]
    if missing:
        listed = ", ".join(map(str, missing))
        notes.append(f"no column holds question {listed}: their items are not_asked")
    if min(len(unused), len(missing)) >= _LEAST_OF_ANOTHER_WAVE:
        notes.append(
            f"{len(unused)} columns match no question and {len(missing)} questions have no column: "
            f"this may be an export of another wave, and its answers would stand as {codebook.id}'s"
        )
    formulas = [
        reference(number, column)
        for number, row in layout.rows.items()
        for column, cell in row.items()
        if cell.formula
    ]
    if formulas:
        notes.append(f"{len(formulas)} formulas were read as text, the first in {formulas[0]}")
    return notes
