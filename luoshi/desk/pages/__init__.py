"""Doors of the desk: each parses the request, asks questions or calls one action, and renders."""
