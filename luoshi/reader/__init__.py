"""Text of a government work report → reading. Pure Python: no Django, no database, no clock."""

from luoshi.reader.model import Reading
from luoshi.reader.output import to_dict
from luoshi.reader.pipeline import read_text

__all__ = ["Reading", "read_text", "to_dict"]
