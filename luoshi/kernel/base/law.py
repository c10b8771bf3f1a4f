"""The law behind a rule: which statute, which article, in force from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Law:
    """An article of a statute, rule or document. ``verified`` is False while its text was not read: 待核."""

    name: str  # "代表法(2025)"
    article: str  # "51", or "一(三)"
    since: date | None = None
    until: date | None = None
    verified: bool = True

    def __str__(self) -> str:
        article = f"第{self.article}条" if self.article[:1].isdigit() else self.article
        return f"{self.name}{article}" + ("" if self.verified else "（待核）")

    def in_force(self, on: date) -> bool:
        """Tell whether the article was in force on the day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)
