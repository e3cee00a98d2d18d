"""Values that tables and parameters share; in a module of its own since schemas load pandera."""

SECTIONS = ("A", "B", "C", "D", "E", "F", "G")
FIDELITIES = ("exact", "close", "proxy")
