"""A whole invented year of the hotline: when people ask, what for, what becomes of it, and how it is loaded.

``simulate`` tells a few hundred requests by real acts; this tells as many as a city takes in a year and
copies them. All of it is marked as simulated, and names say so.
"""
