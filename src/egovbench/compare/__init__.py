"""A focal country against its peers, like for like."""
