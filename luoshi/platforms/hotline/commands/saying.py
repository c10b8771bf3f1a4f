"""What every part of ``luoshi hotline`` says its words with."""

from collections.abc import Callable
from typing import Any

Say = Callable[[str], Any]
