"""Supervision of what falls behind: a slip, its receipt, its reply, its check, its closure by somebody else.

Serves the supervision office (督查室) and the departments it asks. It keeps the report's promise that what
was decided is followed to its end: 为政之道，重在落实.
"""
