"""An invented year of investment: who comes, what is paid, and what of it is not what it seems.

All of it is marked as simulated; names say so. What was put in on purpose is labelled, so that the checks can
be measured against it.
"""
