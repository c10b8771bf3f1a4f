"""The next report: what this year's promises came to, in sentences that read back to the same figures.

``gather`` asks the database, all else is pure: ``sentences``, ``layout``, ``markdown``, ``word``.
"""
