"""Judgement about projects: pure functions."""
