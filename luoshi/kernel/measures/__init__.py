"""Figures computed from records: facts that platforms publish, measures over them, readings as known then."""
