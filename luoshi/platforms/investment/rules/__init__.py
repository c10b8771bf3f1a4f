"""The judgement of investment: pure functions of what was said, paid and signed. No Django, no clock."""
