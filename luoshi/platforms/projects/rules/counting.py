"""Whether a project counts in a figure, and if not, why: the conditions of the measures in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FIFTY_MILLION = 5_000_000_000  # fen: 5000万元
OVER = ("merged", "split", "terminated")  # nothing more comes of it under its own name
REASONS = {
    "counts": "计入",
    "simulated": "模拟数据，不计入真实的数",
    "below": "计划总投资不足门槛",
    "not_begun": "本年未开工、未复工",
    "not_started": "本年未开工",
    "no_evidence": "没有现场照片或施工合同为证",
    "ended": "本年内终止",
    "terminated": "已终止",
    "merged": "已并入别的项目",
    "split": "已拆分为别的项目",
    "not_reserved": "未入储备库",
    "begun": "已开工，离开储备库",
    "not_major": "不是重大项目",
    "not_industry": "不是产业类项目",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report: its measure, its title, and from how many fen on a project counts."""

    key: str
    title: str
    least: int
    of: str  # starts | major | industry | reserve


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A project as it stands on a day of a year: what it did first in the year, and what became of it."""

    planned: int
    state: str
    sort: str
    major: bool
    simulated: bool
    reserved_on: date | None
    left_on: date | None
    began: str = ""  # start | resume: its first act of the year
    evidenced: bool = False
    ended: bool = False  # in the year


FIGURES: Mapping[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure("started_resumed", "开工复工5000万元以上项目", FIFTY_MILLION, "starts"),
        Figure("industry", "其中产业类项目", FIFTY_MILLION, "industry"),
        Figure("major_started", "重大项目开工", 0, "major"),
        Figure("reserved_50m", "储备5000万元以上项目", FIFTY_MILLION, "reserve"),
        Figure("reserved_100m", "储备亿元以上项目", 2 * FIFTY_MILLION, "reserve"),
        Figure("reserved_1b", "储备十亿元以上项目", 20 * FIFTY_MILLION, "reserve"),
        Figure("reserved_10b", "储备百亿元以上项目", 200 * FIFTY_MILLION, "reserve"),
    )
}


def reason_of(figure: Figure, one: Standing, *, on: date, simulated: bool) -> str:
    """Return ``counts``, or the first of the ``REASONS`` for which the project does not.

    ``simulated`` asks for the rehearsal's figure, in which no real project counts and none is named.
    """
    if one.simulated and not simulated:
        return "simulated"
    if one.planned < figure.least:
        return "below"
    if figure.of == "reserve":
        return _reserve(one, on)
    return _start(figure, one)


def _start(figure: Figure, one: Standing) -> str:
    if figure.of == "major" and not one.major:
        return "not_major"
    if figure.of == "industry" and one.sort != "industry":
        return "not_industry"
    if not one.began:
        return one.state if one.state in OVER else "not_begun"
    if figure.of == "major" and one.began != "start":
        return "not_started"
    if one.ended:
        return "ended"
    return "counts" if one.evidenced else "no_evidence"


def _reserve(one: Standing, on: date) -> str:
    if one.reserved_on is None or one.reserved_on > on:
        return "not_reserved"
    if one.left_on is None or one.left_on > on:
        return "counts"
    return one.state if one.state in OVER else "begun"
