"""What is suggested about a request: reads the city's tables and records, and asks the pure code.

Writes nothing. What was shown travels in a signed token, so that what is recorded is what was seen.
"""
