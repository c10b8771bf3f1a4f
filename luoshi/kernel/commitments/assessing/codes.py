"""The codes of an assessment: comparators, kinds of events, the five axes. Titles are in words.py."""

from __future__ import annotations

from enum import StrEnum


class Comparator(StrEnum):
    """比较方式: how an actual is held against a target."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    APPROX = "approx"
    RANGE = "range"
    FLOOR_STRETCH = "floor_stretch"  # N，争取更好结果: the floor decides
    ASPIRE = "aspire"  # 力争: judged like a floor, counted apart
    REL_GE = "rel_ge"  # against a reference series of the same period and vintage
    REL_SYNC = "rel_sync"
    RANK_LE = "rank_le"
    ZERO = "zero"
    DYN_ZERO = "dyn_zero"
    FULL = "full"
    MAINTAIN = "maintain"
    MONOTONE = "monotone"
    IMPROVE = "improve"
    MILESTONE = "milestone"
    DOCUMENT = "document"
    ORDINAL_GE = "ordinal_ge"
    EXTERNAL = "external"  # the value stands in another document
    MULT = "mult"


class Direction(StrEnum):
    """Which way is good."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Form(StrEnum):
    """水平、增速、增减量: what of the series the target is about."""

    LEVEL = "level"
    GROWTH = "growth"
    CHANGE = "change"


class Strength(StrEnum):
    """约束程度, the keys of ``models.Strength``."""

    BINDING = "binding"
    EXPECTED = "expected"
    ASPIRATIONAL = "aspirational"
    DIRECTIONAL = "directional"


class MultiYear(StrEnum):
    """How a target of several years is met: 水平法 by any twelve months, 累计法 by the sum."""

    LEVEL = "level"
    CUMULATIVE = "cumulative"


class EventKind(StrEnum):
    """What may happen on a day that a target is about."""

    DONE = "done"  # the milestone reached, the document published
    BREACH = "breach"  # what must not happen
    CASE = "case"  # a matter opened, and closed or not
    NODE = "node"  # a declared node reached, with the share of the work it stands for
    BRIDGE = "bridge"  # 口径衔接说明: makes figures comparable across a break on that day


class Progress(StrEnum):
    """进度: computed."""

    AHEAD = "ahead"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    NO_PACE = "no_pace"


class Outlook(StrEnum):
    """预期: proposed by the forecast, signed by an official."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    UNLIKELY = "unlikely"
    NOT_ASSESSED = "not_assessed"


class Process(StrEnum):
    """办理: what the workflow says. ``reported_done`` is a claim and no verdict."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    REPORTED_DONE = "reported_done"
    VERIFIED = "verified"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    ADJUSTED = "adjusted"
    OVERDUE = "overdue"


class Data(StrEnum):
    """数据: how good the figures are."""

    CURRENT = "current"
    STALE = "stale"
    PROVISIONAL = "provisional"
    REVISED = "revised"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_MEASURABLE = "not_measurable"
    NO_VOLUME = "no_volume"  # nothing to count: neither 0 % nor 100 %


class Verdict(StrEnum):
    """结论: after the deadline, or once nothing can change it."""

    EXCEEDED = "exceeded"
    MET = "met"
    NOT_MET = "not_met"
    PARTLY = "partly"  # of a whole with parts only
    KEPT = "kept"
    ADJUSTED = "adjusted"  # marks the second line of a target changed by due procedure
    UNDETERMINED = "undetermined"


class Grey(StrEnum):
    """Why there is no light or no verdict; each is counted and shown with its reason."""

    NOT_MEASURABLE = "not_measurable"
    NO_DATA = "no_data"
    PARTIAL = "partial"
    STALE = "stale"
    BREAK = "break"
    PENDING_VALUE = "pending_value"
    NO_REFERENCE = "no_reference"
    NO_RANK = "no_rank"
    EARLY = "early"
    NO_BASELINE = "no_baseline"
    BASE_SIGN = "base_sign"
    UNDEFINED = "undefined"
    NO_VOLUME = "no_volume"
    NOT_DUE = "not_due"
    AWAITING = "awaiting"
    NO_BANDS = "no_bands"
    MULTI_YEAR = "multi_year"
    NO_EVIDENCE = "no_evidence"


GOOD = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.KEPT})
RED = frozenset({Progress.BEHIND, Progress.FAR_BEHIND})
