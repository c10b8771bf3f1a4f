"""A whole invented year of prepaid cards: who sells them, how they are used, which shops close and how.

All of it is marked as simulated, and names say so. Told in bulk it leaves the rows of the same live acts.
"""
