"""luoshi (落实): from a sentence in a government work report to the records that show it was kept."""

__version__ = "0.1.0"
