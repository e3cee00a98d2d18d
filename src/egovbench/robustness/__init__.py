"""How far scores and ranks depend on choices of method and on unknown answers."""
