"""Verbs of investment."""
