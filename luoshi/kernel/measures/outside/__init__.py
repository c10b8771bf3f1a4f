"""Figures that no platform computes: who publishes them, what was published when, by which table."""
