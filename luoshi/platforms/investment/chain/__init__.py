"""The map of a chain as arithmetic: gaps, ways, candidates, a drawing. Pure: no Django, no clock."""
