"""Judgement of projects: pure functions, no clock, no database."""
