"""Nouns without models: the city's description and errors people can act on. No Django."""
