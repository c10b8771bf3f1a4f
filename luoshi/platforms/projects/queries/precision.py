"""How many of the projects told twice or in parts are found, and how much of what is found is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.platforms.projects.rules.resembling import DUPLICATE, SPLIT, Finding
from luoshi.platforms.projects.year.loading import Label


@dataclass(frozen=True, slots=True)
class Precision:
    """Of one kind: how many there are, how many of them were found, and how many findings there are."""

    kind: str
    injected: int
    found: int
    findings: int
    right: int

    @property
    def recall(self) -> float:
        """Return the share of what there is that was found."""
        return self.found / self.injected if self.injected else 0.0

    @property
    def precision(self) -> float:
        """Return the share of the findings that is right."""
        return self.right / self.findings if self.findings else 0.0


def precision_of(findings: Iterable[Finding], labels: Iterable[Label]) -> list[Precision]:
    """Compare what was found with what was told. A split is found where all its parts stand together."""
    findings = list(findings)
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for label in labels:
        groups[label.twin, label.of] |= {label.code, label.of}
    return [
        _of(kind, findings, [codes for (twin, _), codes in groups.items() if twin == kind])
        for kind in (DUPLICATE, SPLIT)
    ]


def _of(kind: str, findings: list[Finding], groups: list[set[str]]) -> Precision:
    told = [set(finding.codes) for finding in findings if finding.kind == kind]
    found = sum(any(codes <= one for one in told) for codes in groups)
    right = sum(any(one <= codes for codes in groups) for one in told)
    return Precision(kind, len(groups), found, len(told), right)
