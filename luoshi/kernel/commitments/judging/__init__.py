"""Judging the city's commitments: from rows to the pure assessment and back into rows."""
