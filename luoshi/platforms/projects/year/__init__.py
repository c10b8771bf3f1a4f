"""Invented projects of a year: what each is, what becomes of it, and how they are told.

What a project is and does is pure and seeded (``plan``, ``twins``, ``script``); ``loading`` tells it, the
past in bulk and what comes after by the same acts as real ones. All of it is marked as simulated.
"""
