"""Suggestions to the person at work: category, unit, similar requests, parts, doubts about an answer.

Pure Python, no Django, no database. Nothing here decides: each suggestion carries the words it rests on
and, where a model made it, that model's version.
"""
