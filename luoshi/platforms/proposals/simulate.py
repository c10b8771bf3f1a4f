"""A rehearsed year: as many invented matters as the report states, which end with the figures it states."""

from __future__ import annotations

from datetime import datetime, timedelta

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.rehearsal import Rehearsal, Story
from luoshi.kernel.orgs.actor import Actor

MATTERS = 316  # 全年高质量办理市人大、市政协提案316件
SUBJECTS = {
    "education": "改善乡村小学取暖条件", "transport": "增加早晚高峰公交班次", "health": "延长社区门诊时间",
    "housing": "改造老旧小区供热管网", "agriculture": "扩大保护性耕作面积", "ecology": "治理条子河沿岸污染",
    "market-regulation": "规范预付卡经营", "civil-affairs": "增设社区食堂", "commerce": "增设县域商业网点",
}  # fmt: skip
MEMBERS = {"deputy": "congress-deputy", "cppcc": "cppcc-member"}


def simulate(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse the year up to the moment by the same acts as real ones.

    ``every=20`` takes only each twentieth matter: those that members make between the sessions.
    """
    rehearsal = Rehearsal("proposals", year=year, until=until, seed=seed)
    for number in range(0, MATTERS, every):
        begins = datetime(year, 1, 10, 9, tzinfo=LOCAL) + timedelta(
            days=number % 9 if number % 20 else number
        )
        _tell(rehearsal.story(number, begins=begins), number)
    return MATTERS // every


def _tell(story: Story, number: int) -> None:
    random, parts, origin = story.random, story.cast, story.random.choice(list(MEMBERS))
    unit, subject = list(SUBJECTS.items())[number % len(SUBJECTS)]
    office, watch = parts["siping-assignment"][0], parts["siping-supervision"][0]
    head, member = parts[f"{unit}-head"][0], random.choice(parts[MEMBERS[origin]])
    title, body = f"关于{subject}的建议（{number + 1}）", f"建议{subject}。"
    story.open("proposals", member, title=title, body=body, origin=origin, public=True)
    breadth = random.choice(("ordinary", "ordinary", "hard"))
    if random.random() < 0.05:
        story.act("assign", office, (20, 30), unit="finance", breadth=breadth)
        story.act("return", parts["finance-head"][0], (1, 4), reason="不属于本单位职责", fitting=unit)
    story.act("assign", office, (5, 25), unit=unit, breadth=breadth)
    story.act("accept", parts[f"{unit}-handler"][0], (0, 5))
    story.wait(25, 70)
    result = _answer(story, head)
    if random.random() < 0.1:
        story.act("dissent", member, (2, 12), reason="答复没有说明何时完成")
        result = _answer(story, head)
    story.act("rate", member, (2, 20), rating=random.choice(("satisfied", "satisfied", "mostly")))
    if result == "A":
        story.act("publish", office, (1, 15), published=True)
    if result == "B" and random.random() < 0.8:
        story.act("fulfil", head, (20, 90), evidence="兑现材料", fulfilment="承诺事项已完成。")
        story.act("recount", watch, (3, 20), kept="kept", finding="现场复核，已完成。")


def _answer(story: Story, head: Actor) -> str:
    result = story.random.choices("ABCD", (60, 25, 10, 5))[0]
    data = {"result": result, "reply": "已研究办理。", "talked_on": story.today}
    promise = {"promised_on": story.in_days(40, 120)} if result == "B" else {}
    story.act("answer", head, (1, 20), evidence="答复件", **data, **promise)
    return result
