"""研判: what an assessment says, and its canonical text. The question it answers is frozen, too."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timezone
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import (
    GOOD,
    RED,
    Comparator,
    Data,
    EventKind,
    Grey,
    Outlook,
    Process,
    Progress,
    Strength,
    Verdict,
)
from luoshi.kernel.commitments.assessing.rulesets import RuleSet
from luoshi.kernel.commitments.assessing.series import Seen
from luoshi.kernel.commitments.assessing.targets import Event, Target
from luoshi.kernel.commitments.assessing.trajectories import Trajectory
from luoshi.kernel.commitments.assessing.words import KEPT_SO_FAR, SHAPES, TITLES, title

DECIMALS = Decimal("0.000001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One target at one day as known at one moment, with all that the answer may use."""

    target: Target
    seen: tuple[Seen, ...]
    reference: tuple[Seen, ...]
    trajectory: Trajectory
    rules: RuleSet
    on: date
    known_at: datetime
    reported: Process
    events: tuple[Event, ...]

    @property
    def final(self) -> bool:
        """Tell whether the deadline is over at the end of the day."""
        return self.on >= self.target.due

    def of_kind(self, kind: EventKind) -> tuple[Event, ...]:
        """Return the events of a kind, in order."""
        return tuple(event for event in self.events if event.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """研判 (亮灯): five axes, the figures they rest on, and the sentences that lead to them.

    ``outlook`` is a proposal for an official to sign. ``verdict`` is None while it is open.
    ``expected_value`` is the level expected at ``as_of``; shares are parts of one. What is suppressed is None
    here, too.
    """

    on: date
    known_at: datetime
    rule: str
    rule_version: int
    progress: Progress
    label: str
    outlook: Outlook
    process: Process
    data: Data
    verdict: Verdict | None
    grey: Grey | None
    grey_text: str
    irreversible: bool
    aspirational: bool
    back_loaded: bool
    as_of: date | None
    actual: Decimal | None
    expected_value: Decimal | None
    share: Decimal | None
    expected_share: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    derivation: tuple[str, ...]

    @property
    def shape(self) -> str:
        """Return the shape beside the colour: ● ▶ ▲ ■ ○."""
        return SHAPES[self.state]

    @property
    def state(self) -> str:
        """Return the one of five classes that a count shows it in."""
        if self.verdict in GOOD:
            return "done"
        if self.verdict is Verdict.NOT_MET:
            return "far_behind"
        if self.verdict is Verdict.PARTLY:
            return "behind"
        if self.verdict is Verdict.UNDETERMINED:
            return "unknown"
        match self.progress:
            case Progress.AHEAD | Progress.ON_PACE:
                return "on_pace"
            case Progress.BEHIND | Progress.FAR_BEHIND:
                return self.progress.value
            case _:
                return "unknown"

    @property
    def headline(self) -> str:
        """Return it in a few plain words: 未启动 before 0 %, 守住至今 before 达序时, the reason of a grey.

        Only a figure of zero says that nothing has begun. Where nobody has reported, that is the reason.
        """
        if self.verdict is not None:
            return title(self.verdict)
        if self._has_not_begun:
            return "尚未启动"
        if self.progress is Progress.NO_PACE:
            return TITLES[Grey][self.grey.value] if self.grey else title(self.progress)
        return self.label

    @property
    def _has_not_begun(self) -> bool:
        nothing_done = self.actual == 0 and self.label != KEPT_SO_FAR
        return nothing_done and self.process is Process.NOT_STARTED and self.progress not in RED

    @property
    def disagrees(self) -> bool:
        """Tell whether the unit reports it done and the records do not say so."""
        return self.process is Process.REPORTED_DONE and self.verdict not in GOOD


@dataclass(slots=True)
class Draft:
    """An assessment in the making. Sentences that tell the actual are left out where it is suppressed."""

    progress: Progress = Progress.NO_PACE
    label: str = ""
    outlook: Outlook = Outlook.NOT_ASSESSED
    data: Data = Data.CURRENT
    verdict: Verdict | None = None
    grey: Grey | None = None
    grey_text: str = ""
    irreversible: bool = False
    as_of: date | None = None
    actual: Decimal | None = None
    expected_value: Decimal | None = None
    share: Decimal | None = None
    expected_share: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    sentences: list[tuple[str, bool]] = field(default_factory=list)

    def say(self, *texts: str, figures: bool = False) -> None:
        """Add sentences; ``figures`` marks those that tell the actual."""
        self.sentences += [(text, figures) for text in texts if text]

    def doubt(self, grey: Grey, text: str = "") -> None:
        """State why there is no light, the first reason only."""
        if self.grey is None:
            self.grey, self.grey_text = grey, text or title(grey)
            self.say(f"无法判断：{self.grey_text}", figures=self.grey_text != title(grey))

    def withhold(self, least: int) -> None:
        """Leave the actual and all that would tell it out."""
        self.data = Data.SUPPRESSED
        self.actual = self.share = self.numerator = self.denominator = None
        self.sentences = [(text, False) for text, figures in self.sentences if not figures]
        if self.grey is not None:
            self.grey_text = title(self.grey)
            self.say(f"无法判断：{self.grey_text}")
        self.say(f"实际数小于{least}，涉及个人，不公开；研判仍按实际数作出")

    def finish(self, question: Question, process: Process, *, back_loaded: bool) -> Assessment:
        """Return the assessment."""
        target = question.target
        hope = target.strength is Strength.ASPIRATIONAL or target.comparator is Comparator.ASPIRE
        shared = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name in {one.name for one in fields(Assessment)}
        }
        return Assessment(
            **shared,
            on=question.on,
            known_at=question.known_at,
            rule=question.rules.key,
            rule_version=question.rules.version,
            process=process,
            aspirational=hope,
            back_loaded=back_loaded,
            derivation=tuple(text for text, _ in self.sentences),
        )


def canonical(assessment: Assessment) -> str:
    """Return the assessment as canonical JSON: sorted keys, six decimals, moments in UTC.

    The same inputs and rule version give the same bytes.
    """
    with localcontext(EXACT):
        values = {each.name: _plain(getattr(assessment, each.name)) for each in fields(assessment)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case Decimal():
            text = f"{value.quantize(DECIMALS, ROUND_HALF_EVEN):f}"
            return "0.000000" if text == "-0.000000" else text
        case datetime():
            return value.astimezone(timezone.utc).isoformat(timespec="microseconds")  # noqa: UP017
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case bool() | int() | None:
            return value
        case _:
            return str(value)
