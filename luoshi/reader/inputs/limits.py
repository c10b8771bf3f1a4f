"""How much is read at most: far above any report, low enough that a hostile file cannot fill the memory."""

from __future__ import annotations

MAX_TEXT = 100_000_000  # bytes of text
MAX_TEXT_LABEL = "100 MB"
MAX_FILE = 1_000_000_000  # bytes of a scan or a PDF
MAX_FILE_LABEL = "1 GB"
MAX_PIXELS = 120_000_000  # of one page: A2 at 600 dpi
MAX_PIXELS_LABEL = "120 MP"
SCAN_DPI = 200  # a PDF's page without a text layer is drawn at this resolution
SCAN_SIDE = 4_000  # pixels of its longer side at most
