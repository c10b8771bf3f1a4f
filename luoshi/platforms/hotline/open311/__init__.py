"""Open311 GeoReport v2: the services a city offers, the requests it shows, and the door by which apps ask.

What is shown and what never is stands in docs/decisions/0016-open311.md.
"""
