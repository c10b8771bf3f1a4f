"""The platforms that do the work the report promises. None imports another."""
