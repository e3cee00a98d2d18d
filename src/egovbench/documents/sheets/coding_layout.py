"""How a coding sheet is laid out: one row a scored item, and a cover that says what it is."""

from egovbench.base.schemas import CODES, EVIDENCE
from egovbench.questionnaire import Codebook, Question

COVER_SHEET = "Cover"
CODING_SHEET = "Coding"
COLUMNS = (
    "item", "section", "wording", "code", "evidence", "rationale", "source address",
    "from other sources",
)  # fmt: skip
ITEM, SECTION, WORDING, CODE, EVIDENCE_KIND, RATIONALE, ADDRESS, OTHER_SOURCES = range(1, 9)
FILLED_IN = (CODE, EVIDENCE_KIND, RATIONALE, ADDRESS)
COUNTRY_LABEL = "Country"
SURVEY_LABEL = "Questionnaire"
CODER_LABEL = "Coded by"
HAND_CODER = "by hand"
LEAST_RATIONALE = 10  # characters, as of a reviewer's decision
KNOWN_CODES = CODES[:3]
KNOWN_EVIDENCE = tuple(each for each in EVIDENCE if each != "none")

HOW_TO_FILL_IN = (
    "Fill in the columns code, evidence, rationale and source address of the sheet Coding. "
    "The other cells are locked; do not move, insert or delete rows or columns.",
    "code: yes; partly (planned, in draft, or limited); no; unknown (looked for and not found); "
    "not_asked (not looked for: the item leaves every comparison of this country).",
    "An empty code counts as unknown: it never counts as no, lowers the coverage and widens the "
    "bounds.",
    "evidence: selected (the source shows the ticked option), stated (it says so), described (it "
    "names a law, a link, an institution), related (another answer settles it), reviewed (a person "
    "decided), source (another body's survey says so), none (for unknown and not_asked only).",
    f"rationale: why, in {LEAST_RATIONALE} characters or more. Needed for every yes, partly and no "
    "that has no source address, and wherever the evidence is reviewed.",
    "source address: one or more web addresses, separated by blanks.",
    "from other sources: what other bodies' surveys say on the item, by the project's crosswalks, "
    "with how faithfully they ask for the same. Where there is such an answer, it is filled in: "
    "check it, and change it where you know better.",
    "Coded by: an institution or a role. Write no person's name and no e-mail address anywhere.",
    "Then: egovbench ingest FILE.xlsx",
)


def shown_wording(question: Question, codebook: Codebook) -> str:
    """Return what a question asks; "Education" is a question only behind its group's heading."""
    own = question.wording.lstrip("- ")
    heading = codebook.blocks[question.block].printed[-1] if question.block else ""
    return f"{heading.rstrip(': ')}: {own}" if heading else own
