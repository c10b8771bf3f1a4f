"""Judgement of projects: pure functions, without Django, the clock or the database."""
