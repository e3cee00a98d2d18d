"""What the program writes, in the language of the reader.

Messages stand in catalogues, one folder for each language, and are named by file, group and name,
as in `say("overview.headline", focal="Luxembourg")`. The active language is a context variable,
which is set where a benchmark is loaded and around whatever writes a page.
"""

from egovbench.base.vocabulary import DEFAULT_LANGUAGE, LANGUAGES
from egovbench.language.catalogue import (
    active_language,
    say,
    says,
    speaking,
    use_language,
    word,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "active_language",
    "say",
    "says",
    "speaking",
    "use_language",
    "word",
]
