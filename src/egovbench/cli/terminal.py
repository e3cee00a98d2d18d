"""Text for terminals."""


def printable(text: str) -> str:
    """Return `text` without control characters, which a terminal would obey.

    File names and cells of foreign tables may hold them; line breaks and tabs become spaces.
    """
    plain = text.replace("\n", " ").replace("\t", " ")
    return "".join(each if each.isprintable() else "\ufffd" for each in plain)
