"""A rehearsed year of the hotline: a few hundred invented requests, told by the same acts as real ones.

The days have the shape of a northern city's year: most calls in the morning and in the afternoon, few at
night and at week-ends, and a surge about heating when it begins in October. Of the weeks before the end
there are matters besides that many ask for at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.rehearsal import Rehearsal, Story
from luoshi.kernel.cases.tables import city_table
from luoshi.platforms.hotline.actions.knowledge import load_samples
from luoshi.platforms.hotline.matters import Call, calls
from luoshi.platforms.hotline.topics.rehearsal import rehearse_topics

REQUESTS = 300
HOT_SINCE, THIN = timedelta(days=70), 20  # a year of which so few are taken has no hot matters
DISTRICTS = ("tiexi", "tiedong", "lishu", "yitong", "shuangliao")
CHANNELS = {"phone": 70, "mobile": 12, "web": 8, "board": 6, "letter": 2, "visit": 2}
HOURS = (  # how many of a hundred or so call in each
    1, 1, 1, 1, 1, 2, 4, 9, 16, 18, 16, 11, 7, 12, 15, 15, 13, 10, 9, 8, 7, 5, 3, 2,
)  # fmt: skip
MONTHS = (13, 10, 9, 9, 8, 9, 11, 11, 9, 12, 14, 12)  # January first
WINTER, SURGE = (10, 11, 12, 1, 2, 3), (date(2000, 10, 20), date(2000, 11, 5))  # heating begins on 25 October
HEATING = ("010101", "010102", "010103")
SAID = {
    "010101": "家里暖气不热", "010102": "小区停热漏水", "010103": "供热收费有疑问",
    "010201": "小区停水没有通知", "010203": "雨后路口积水", "010301": "楼道有燃气味",
    "010401": "路面坑洼破损", "010402": "路灯不亮", "010501": "垃圾没有及时清运", "010502": "占道经营堵路",
    "010505": "背街小巷积雪未清", "010701": "物业长期不处理报修", "010704": "新房墙面开裂",
    "020101": "公交早高峰等车久", "020201": "医院门口停车难", "020301": "村路损坏",
    "030101": "饭店油烟扰民", "030103": "村边焚烧秸秆", "030202": "河沟水发黑有味",
    "040204": "社保卡怎样补办", "100202": "身份证换领要带什么",
}  # fmt: skip
SEASONAL = {"010203": (6, 7, 8), "010505": (11, 12, 1, 2), "030103": (3, 4, 10, 11)}  # else the whole year
PACE = {  # days and minutes from the first call to the answer, within the term
    "emergency": ((0, 0), (10, 25)), "utility": ((0, 0), (60, 600)), "question": ((0, 0), (60, 400)),
    "ordinary": ((0, 3), (1, 400)), "complex": ((2, 8), (1, 400)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody asks for, and who has to do with it."""

    code: str
    limit: str
    unit: str
    locality: str


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment and return of how many matters: requests, and questions of a round.

    ``every=20`` takes only each twentieth request; a round is told whole.
    """
    load_samples(at=until)
    rehearsal = Rehearsal("hotline", year=year, until=until, seed=seed)
    days = [
        date(year, 1, 1) + timedelta(days=n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    chosen = sorted(rehearsal.random.choices(days, [_weight(day) for day in days], k=REQUESTS))
    stories: list[Story] = []
    for number in range(0, REQUESTS, every):
        begins = _moment(chosen[number], rehearsal.random)
        asked = _asked(begins.date(), rehearsal.random)
        story = rehearsal.story(number, begins=begins)
        title = SAID[asked.code]
        again = rehearsal.random.randrange(number + 1) if rehearsal.random.random() < 0.08 else number
        _open(story, asked, again, title=title, content=f"{title}，请尽快处理。")  # some call again
        _tell(story, asked, stories[-1] if stories else None)
        stories.append(story)
    hot = calls(year=year, since=until - HOT_SINCE, seed=seed) if every < THIN else ()
    known = [call for call in hot if call.at <= until]
    for call in known:
        _tell_of(rehearsal, call)
    return len(stories) + len(known) + rehearse_topics(rehearsal, year=year)


def in_surge(day: date) -> bool:
    """Tell whether the day is one of those when heating begins and everyone calls."""
    return SURGE[0] <= day.replace(year=SURGE[0].year) <= SURGE[1]


def _weight(day: date) -> float:
    week = 0.6 if day.weekday() >= 5 else 1.0
    return MONTHS[day.month - 1] * week * (3 if in_surge(day) else 1)


def _moment(day: date, random: Random) -> datetime:
    hour = random.choices(range(24), HOURS)[0]
    return datetime.combine(day, time(hour, random.randrange(60)), tzinfo=LOCAL)


def _asked(day: date, random: Random) -> _Asked:
    heating = 0.8 if in_surge(day) else 0.3 if day.month in WINTER else 0
    others = [code for code in SAID if code not in HEATING and day.month in SEASONAL.get(code, (day.month,))]
    code = random.choice(HEATING if random.random() < heating else others)
    more = _more(code, day)
    unit, locality = more["unit"], random.choice(DISTRICTS)
    return _Asked(code, more["limit"], locality if unit == "locality" else unit, locality)


def _more(code: str, day: date) -> Mapping[str, str]:
    return next(entry.more for entry in city_table("hotline_categories").leaves(day) if entry.code == code)


def _tell_of(rehearsal: Rehearsal, call: Call) -> None:
    """Tell of a call about a matter that many ask for."""
    more = _more(call.matter.category, call.at.date())
    unit = call.matter.locality if more["unit"] == "locality" else more["unit"]
    asked = _Asked(call.matter.category, more["limit"], unit, call.matter.locality)
    number = REQUESTS + call.number
    story = rehearsal.story(number, begins=call.at)
    _open(story, asked, number, title=call.title, content=call.content, point=call.point)
    _tell(story, asked, None)


def _open(story: Story, asked: _Asked, caller: int, **said: str) -> None:
    random = story.random
    story.open(
        "hotline",
        story.cast["siping-hotline-agent"][0],
        **said,
        channel=random.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        sort="question" if asked.limit == "question" else random.choice(("help", "help", "complaint")),
        category=asked.code,
        limit=asked.limit,
        locality=asked.locality,
        callback=True,
        public=random.random() < 0.5,
        name=f"模拟·群众{caller + 1}",
        phone=f"000{caller:08d}",
    )


def _tell(story: Story, asked: _Asked, before: Story | None) -> None:
    """Tell what became of it: one way of five."""
    random, agent = story.random, story.cast["siping-hotline-agent"][0]
    dispatcher = story.cast["siping-hotline-dispatcher"][0]
    chance = random.random()
    if asked.limit == "question" or chance < 0.25:
        reply = {"outcome": "solved", "reply": "已当场解答。"}
        story.act("reply_now", agent, (0, 0), (1, 10), **reply)
    elif chance < 0.28:
        reply = {"door": "police", "reply": "请拨打110。"}
        story.act("decline", dispatcher, (0, 0), (5, 60), **reply)
    elif chance < 0.31 and before is not None:
        story.act("merge", agent, (0, 0), (1, 10), into=before.code)
    else:
        _send(story, asked)
        _handle(story, asked)
        _call_back(story, asked)


def _send(story: Story, asked: _Asked) -> None:
    dispatcher = story.cast["siping-hotline-dispatcher"][0]
    if asked.limit != "emergency" and story.random.random() < 0.07:
        wrong = "finance"
        sent = {"unit": wrong, "limit": asked.limit}
        story.act("dispatch", dispatcher, (0, 0), (5, 90), **sent)
        back = {"reason": "不属于本单位职责", "fitting": asked.unit}
        story.act("return", story.cast[f"{wrong}-handler"][0], (0, 0), (10, 120), **back)
    story.act("dispatch", dispatcher, (0, 0), (5, 90), unit=asked.unit, limit=asked.limit)


def _handle(story: Story, asked: _Asked) -> None:
    random, handler = story.random, story.cast[f"{asked.unit}-handler"][0]
    story.act("sign", handler, (0, 0), (2, 30))
    _answer(story, asked, late=random.random() < 0.03)
    if random.random() < 0.06:
        story.act("redo", story.cast["siping-hotline-agent"][0], (0, 1), reason="群众反映没有解决")
        _answer(story, asked, late=False)


def _answer(story: Story, asked: _Asked, *, late: bool) -> None:
    handler, head = story.cast[f"{asked.unit}-handler"][0], story.cast[f"{asked.unit}-head"][0]
    story.act("contact", handler, (0, 0), (2, 30), reached="yes", said="已与群众联系")
    days, minutes = ((16, 30), (1, 400)) if late else PACE[asked.limit]
    outcome = story.random.choices(("solved", "partly", "planned", "unsolved"), (84, 7, 6, 3))[0]
    why = {} if outcome == "solved" else {"unsolved": "受客观条件所限"}
    done = {"founded": "yes", "outcome": outcome, "done": "已现场办理", "reply": "已办理并告知。"}
    story.act("answer", head, days, minutes, **done, **why)


def _call_back(story: Story, asked: _Asked) -> None:
    random, agent = story.random, story.cast["siping-hotline-agent"][0]
    reached = random.random() < 0.9
    pleased = not reached or random.random() < 0.93
    said = {"reached": "yes" if reached else "no", "solved": "yes" if pleased else "no"}
    cause = {} if pleased else {"cause": random.choice(("policy", "demand"))}
    story.act("confirm", agent, (0, 1), **said, satisfied=said["solved"], **cause)
    if not pleased and random.random() < 0.4:
        head, arbiter = story.cast[f"{asked.unit}-head"][0], story.cast["siping-hotline-arbiter"][0]
        story.act("ask_exclusion", head, (0, 2), evidence="证明材料", reason="诉求超出合理范围")
        story.act("exclude", arbiter, (0, 2), note="经核实，予以剔除。")
