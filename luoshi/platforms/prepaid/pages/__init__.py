"""Doors of prepaid consumption: for everybody, and for a shop with its key."""
