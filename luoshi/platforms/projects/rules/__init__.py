"""Judgements upon projects: pure functions of what they are given."""
