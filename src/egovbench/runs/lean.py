"""Imported before anything heavy, to leave out an import that no notebook needs.

jsonschema tries the package rfc3987_syntax for a check of addresses; its grammar costs a second of
every process's start. A None makes the import fail, which jsonschema provides for.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
