"""The reviewed file ``city/commitments/YEAR.yaml``: what it holds, how it is read, checked and written."""

from luoshi.kernel.commitments.reviewed.dump import dump_reviewed, save_reviewed
from luoshi.kernel.commitments.reviewed.entry import (
    Deed,
    Entry,
    Header,
    Name,
    Question,
    Review,
    ReviewedFile,
    Target,
)
from luoshi.kernel.commitments.reviewed.parse import load_reviewed, parse_reviewed

__all__ = [
    "Deed",
    "Entry",
    "Header",
    "Name",
    "Question",
    "Review",
    "ReviewedFile",
    "Target",
    "dump_reviewed",
    "load_reviewed",
    "parse_reviewed",
    "save_reviewed",
]
