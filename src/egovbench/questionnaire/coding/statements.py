"""What an answer says in so many words: yes, no, not yet, planned, or nothing at all."""

import re

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
