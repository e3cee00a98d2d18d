"""What holds for tests of commands."""

import pytest

from egovbench.documents.sheets import review_sheet
from egovbench.questionnaire import coding, reviews


@pytest.fixture(autouse=True, scope="module")
def coded_once():
    """Code the same responses once: the rules find the same again, and take half a second."""
    code, kept = coding.coded_answers, {}

    def once(responses, codebook):
        key = (responses.to_csv(), codebook.id)
        return kept[key] if key in kept else kept.setdefault(key, code(responses, codebook))

    with pytest.MonkeyPatch.context() as patch:
        for module in (coding, reviews, review_sheet):
            patch.setattr(module, "coded_answers", once)
        yield
