"""What must reach somebody: written beside the act that caused it, delivered afterwards."""
