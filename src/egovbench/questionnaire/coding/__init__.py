"""From responses to codes: every code says how it was found."""
