"""What becomes of a request: a script of steps, the same for live acts and in bulk. Pure and seeded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from luoshi.platforms.hotline.year.asking import Asked, Town

RESIDENT = "resident"  # stands for a post: whoever holds the code
AGENT, DISPATCHER = "siping-hotline-agent", "siping-hotline-dispatcher"
ARBITER = "siping-hotline-arbiter"
WRONG = ("finance", "education", "transport", "water", "health")
OUTCOMES, SHARES = ("solved", "partly", "planned", "unsolved"), (84, 7, 6, 3)
PACE = {  # minutes from the signing to the answer: within the term
    "emergency": (12, 60), "utility": (60, 1_000), "question": (30, 400),
    "ordinary": (300, 4 * 1_440), "complex": (1_440, 11 * 1_440),
}  # fmt: skip
LATE = {  # and beyond it
    "emergency": (180, 1_500), "utility": (1_700, 5_000), "question": (5_000, 9_000),
    "ordinary": (15 * 1_440, 24 * 1_440), "complex": (30 * 1_440, 45 * 1_440),
}  # fmt: skip
REDOING = {"emergency": (12, 60), "utility": (60, 900), "question": (30, 400)}  # else within three days


class Step(NamedTuple):
    """One act: when, which, by the holder of which post, with what. ``paper`` names a piece of evidence.

    ``into`` among the data is the number of another request.
    """

    at: datetime
    action: str
    post: str
    data: dict[str, Any]
    paper: str = ""


class Script:
    """The steps of one request, told by chance."""

    def __init__(self, town: Town, asked: Asked) -> None:
        self.asked, self.at = asked, asked.at
        self.chance = town.chance(asked.number, "story")
        self.unit, self._pleased = asked.unit, True

    def steps(self, *, first: int) -> Iterator[Step]:
        """Yield the steps in order. ``first`` is the earliest request that this one may be merged into."""
        roll, asked = self.chance.random(), self.asked
        if roll < 0.02:
            yield from self._correct()
        roll = self.chance.random()
        if asked.limit == "question" or roll < 0.22:
            reply = {"outcome": "solved", "reply": "【模拟】已当场解答。"}
            yield self._step("reply_now", AGENT, (1, 12), **reply)
            yield from self._again(0.004)
        elif roll < 0.245:
            reply = {"door": "police", "reply": "【模拟】请拨打110。"}
            yield self._step("decline", DISPATCHER, (5, 60), **reply)
        elif (roll < 0.265 or (asked.surge and roll < 0.45)) and asked.number > first:
            into = asked.topic if asked.topic != asked.number else asked.number - 1
            yield self._step("merge", AGENT, (1, 10), into=into)
        else:
            yield from self._send()
            yield from self._handle()
            yield from self._rate()

    def _step(
        self, action: str, post: str, minutes: tuple[int, int], /, *, paper: str = "", **data: Any
    ) -> Step:
        self.at += timedelta(minutes=self.chance.randint(*minutes), seconds=self.chance.randrange(60))
        return Step(self.at, action, post, data, paper)

    def _chance(self, share: float) -> bool:
        return self.chance.random() < share

    def _correct(self) -> Iterator[Step]:
        asked = self.asked
        yield self._step(
            *("correct", AGENT, (1, 4)),
            sort="complaint",
            category=asked.category,
            limit=asked.limit,
            locality=asked.street,
            address=asked.place,
        )

    def _send(self) -> Iterator[Step]:
        asked, late = self.asked, self._chance(0.01)
        pace = (130, 600) if late else (4, 60)
        wrong = self.chance.choice([code for code in WRONG if code != asked.unit])
        returned = asked.limit != "emergency" and self._chance(0.06)
        if returned:
            yield self._step("dispatch", DISPATCHER, pace, unit=wrong, limit=asked.limit)
            back = {"reason": "【模拟】不属于本单位职责", "fitting": asked.unit}
            yield self._step("return", f"{wrong}-handler", (10, 120), **back)
            pace = (4, 60)
        helped = asked.limit == "complex" and self._chance(0.3)
        assisting: dict[str, Any] = {"assisting": [wrong]} if helped else {}
        yield self._step("dispatch", DISPATCHER, pace, unit=asked.unit, limit=asked.limit, **assisting)
        if returned and self._chance(0.08) and asked.limit in ("ordinary", "complex"):
            back = {"reason": "【模拟】不属于本单位职责", "fitting": wrong}
            yield self._step("appeal", f"{asked.unit}-head", (10, 120), **back)
            settled = {"unit": asked.unit, "limit": asked.limit, "ruling": "【模拟】由原单位办理。"}
            yield self._step("arbitrate", ARBITER, (60, 300), **settled)
        if assisting:
            yield self._step("assist", f"{wrong}-handler", (60, 900), opinion="【模拟】同意。")

    def _handle(self) -> Iterator[Step]:
        asked = self.asked
        if self._chance(0.015):
            yield self._step("supplement", RESIDENT, (1, 5), more="【模拟】补充情况。")
        yield self._step("sign", f"{self.unit}-handler", (2, 20))
        extended = asked.limit in ("ordinary", "complex") and self._chance(0.04)
        if extended:
            why = "【模拟】需要现场施工。"
            yield self._step("ask_time", f"{self.unit}-head", (600, 2_000), reason=why)
            if self._chance(0.85):
                yield self._step("grant_time", DISPATCHER, (60, 600))
            else:
                yield self._step("refuse_time", DISPATCHER, (60, 600), reason="【模拟】理由不足。")
        if asked.limit == "complex" and self._chance(0.05):
            yield self._step("suspend", DISPATCHER, (600, 2_000), reason="【模拟】等待鉴定。")
            yield self._step("resume", f"{self.unit}-head", (5 * 1_440, 20 * 1_440))
        yield from self._answer((LATE if self._chance(0.03) else PACE)[asked.limit])

    def _answer(self, minutes: tuple[int, int]) -> Iterator[Step]:
        handler, head = f"{self.unit}-handler", f"{self.unit}-head"
        called = {"reached": "yes", "said": "【模拟】已与群众联系。"}
        yield self._step("contact", handler, (2, 12), **called)
        if self._chance(0.02):
            yield self._step("urge", DISPATCHER, (5, 12), urgency="remind")
        outcome = self.chance.choices(OUTCOMES, SHARES)[0]
        why = {} if outcome == "solved" else {"unsolved": "【模拟】受客观条件所限。"}
        done = {"founded": "yes", "outcome": outcome, "done": "【模拟】已现场办理。"}
        yield self._step("answer", head, minutes, **done, reply="【模拟】已办理并告知。", **why)

    def _rate(self) -> Iterator[Step]:
        if self._chance(0.05):
            by = RESIDENT if self._chance(0.3) else AGENT
            yield self._step("redo", by, (180, 1_200), reason="【模拟】群众反映没有解决。")
            yield from self._answer(REDOING.get(self.asked.limit, (300, 3 * 1_440)))
        if self._chance(0.14):
            return  # nobody is reached: the time for a rating runs out
        yield self._confirm()
        yield from self._exclude()
        yield from self._again(0.015)

    def _confirm(self) -> Step:
        pleased = self._chance(0.93)
        said = {"reached": "yes", "solved": "yes" if pleased else "no"}
        cause = {} if pleased else {"cause": self.chance.choice(("policy", "demand"))}
        self._pleased = pleased
        by = RESIDENT if self._chance(0.15) else AGENT
        return self._step("confirm", by, (600, 1_800), **said, satisfied=said["solved"], **cause)

    def _exclude(self) -> Iterator[Step]:
        if not self._pleased and self._chance(0.4):
            paper, reason = "证明材料", "【模拟】诉求超出合理范围。"
            yield self._step("ask_exclusion", f"{self.unit}-head", (600, 3_000), paper=paper, reason=reason)
            if self._chance(0.8):
                yield self._step("exclude", ARBITER, (600, 3_000))
            else:
                yield self._step("keep", ARBITER, (600, 3_000), reason="【模拟】依据不足。")

    def _again(self, share: float) -> Iterator[Step]:
        if self._chance(share):
            yield self._step("reopen", RESIDENT, (1_440, 9 * 1_440), reason="【模拟】又出现了。")
            yield from self._answer(REDOING.get(self.asked.limit, (300, 3 * 1_440)))
            yield self._confirm()
