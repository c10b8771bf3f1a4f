"""The port to a custody bank: files in, files out. Pure: no Django, no database, no clock.

Statements and confirmations come in, instructions go out. What a bank calls its columns is declared in
``formats``; ``fake`` is a bank that keeps accounts of its own and writes such files, for tests and
rehearsals.
"""
