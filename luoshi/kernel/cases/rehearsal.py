"""Invented cases told act by act, through the same verbs as real ones, on invented days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.rehearsal import cast


class Rehearsal:
    """A platform's year up to a moment: its cast, its chance, and what of it has been told before.

    The same seed tells the same year; told again it adds only what has happened since.
    """

    def __init__(self, label: str, *, year: int, until: datetime, seed: int) -> None:
        self.prefix, self.until = f"simulated:{label}:{year}", until
        self.random = Random(seed)  # noqa: S311  invented, not secret
        self.cast = cast(on=date(year, 1, 1))
        told = Event.objects.filter(key__startswith=f"{self.prefix}:").values_list("key", "case_id")
        self.told = {key: case for key, case in told if key}

    def story(self, number: int, *, begins: datetime) -> Story:
        """Return the case of that number, yet to be told."""
        return Story(self, f"{self.prefix}:{number}", begins)


class Story:
    """One invented case and its own time. What would happen after the rehearsal's end does not happen."""

    def __init__(self, rehearsal: Rehearsal, key: str, begins: datetime) -> None:
        self.random, self.cast = rehearsal.random, rehearsal.cast
        self._rehearsal, self._key, self._at = rehearsal, key, begins
        self._case: Case | None = None
        self._acts = 0

    @property
    def now(self) -> datetime:
        """Return the moment the story has come to."""
        return self._at

    @property
    def today(self) -> str:
        """Return the day the story has come to."""
        return f"{self._at:%Y-%m-%d}"

    def in_days(self, least: int, most: int) -> str:
        """Return a day to come, that many days away."""
        return f"{self._at + timedelta(days=self.random.randint(least, most)):%Y-%m-%d}"

    @property
    def code(self) -> str:
        """Return the code of the case, or nothing where it has not been told."""
        if self._case is None and (pk := self._rehearsal.told.get(self._key)):
            self._case = Case.objects.get(pk=pk)
        return self._case.code if self._case else ""

    def wait(self, least: int, most: int, minutes: tuple[int, int] = (1, 400)) -> None:
        """Let some days and minutes pass."""
        self._at += timedelta(days=self.random.randint(least, most), minutes=self.random.randint(*minutes))

    def open(self, type_key: str, by: Actor, **data: Any) -> None:
        """Open the case."""
        if self._key not in self._rehearsal.told and self._at <= self._rehearsal.until:
            self._case = open_case(type_key, by=by, data=data, at=self._at, key=self._key, simulated=True)

    def act(
        self,
        action: str,
        by: Actor,
        days: tuple[int, int],
        minutes: tuple[int, int] = (1, 400),
        /,
        *,
        evidence: str = "",
        **data: Any,
    ) -> None:
        """Do the action after days and minutes, with one invented piece of the evidence named."""
        self.wait(*days, minutes)
        self._acts += 1
        key, told = f"{self._key}:{self._acts}", self._rehearsal.told
        if key in told or self._at > self._rehearsal.until:
            return
        case = self._case or Case.objects.get(pk=told[self._key])
        files = [StoredFile("0" * 64, "模拟材料.txt", "text/plain", 0, evidence)] if evidence else []
        act(case, action, by=by, data=data, evidence=files, at=self._at, key=key)
