"""An invented round of 群众点题: what people say, the questions made of it, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.rehearsal import Rehearsal, Story
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions.rounds import give_opinion, merge_opinions, open_round, set_aside
from luoshi.platforms.hotline.actions.surveys import draw_survey, record_answer
from luoshi.platforms.hotline.models import Opinion, Round, Sampled
from luoshi.platforms.hotline.topics.evaluating import figures_of, least_pleased, survey_of

_FIRST = 1_000_000  # number of the first story: above every request
_OPENS = (3, 2)
_ANSWERS = (Sampled.Answer.PLEASED, Sampled.Answer.PLEASED, Sampled.Answer.NONE, Sampled.Answer.PLEASED)


@dataclass(frozen=True, slots=True)
class _Question:
    """A question, what people said that it was made of, and how many days each step takes."""

    title: str
    unit: str
    begins: tuple[int, int]  # month and day
    said: tuple[str, ...]
    plan: str
    takes: int  # days from the answer to the report of completion


_QUESTIONS = (
    _Question(
        *("背街小巷的路灯何时亮", "urban-management", (4, 7)),
        (
            *("老旧小区后巷的路灯坏了半年", "后巷路灯不亮，晚上不敢走", "小巷没有路灯，老人摔倒过"),
            *("背街路灯报修没人管", "巷子里的路灯时亮时不亮"),
        ),
        "六月底前排查背街小巷路灯，坏的全部更换。",
        70,
    ),
    _Question(
        *("早高峰公交为何总等不来", "transport", (8, 18)),
        (
            *("早高峰公交等四十分钟", "上班时间公交车太少", "公交晚点，学生迟到"),
            *("公交站没有到站时间", "早上公交挤不上去"),
        ),
        "年底前早高峰加密班次，站牌显示到站时间。",
        110,
    ),
    _Question(
        *("校门口接送车堵路怎么办", "education", (11, 18)),
        (
            *("放学时校门口堵死", "接送车占满机动车道", "校门口没有地方停车"),
            *("学生过马路没有人管", "错峰放学能不能办"),
        ),
        "寒假前分时放学，和交警一起设即停即走区。",
        40,
    ),
    _Question(
        *("河沟黑臭什么时候治好", "ecology", (11, 25)),
        (
            *("村边河沟水发黑", "河沟夏天臭得开不了窗", "污水直接排进河沟"),
            *("河沟里都是垃圾", "河沟治了又黑"),
        ),
        "明年汛期前截污清淤，每月公布水质。",
        150,
    ),
)
_ASIDE = (
    ("希望给每户发补贴", "不是部门职责内可以作答的问题"),
    ("邻居家狗叫", "个别纠纷，已告知拨打12345"),
    ("外地的高速公路收费太贵", "不属于本市职权"),
)
_WAITING = "公园厕所冬天锁门"


def rehearse_topics(rehearsal: Rehearsal, *, year: int) -> int:
    """Rehearse the year's round up to the rehearsal's end and return how many questions came of it."""
    opens = date(year, *_OPENS)
    if _at(opens) > rehearsal.until:
        return 0
    row = open_round(
        f"simulated-{year}",
        title=f"{year}年群众点题（模拟）",
        about="身边有哪些多年没人管、该由部门公开作答的事？（演练数据，人物和意见都是虚构的）",
        opens_on=opens,
        closes_on=date(year, 12, 31),
        organiser=Organisation.objects.get(code="siping"),
        by=_watch(rehearsal),
        at=_at(opens),
        simulated=True,
    )
    _leave_out(rehearsal, row)
    return sum(_tell(rehearsal, row, number) for number in range(len(_QUESTIONS)))


def _tell(rehearsal: Rehearsal, row: Round, number: int) -> bool:
    question = _QUESTIONS[number]
    begins = _at(date(row.opens_on.year, *question.begins))
    pks = _speak(rehearsal, row, question.said, number * 10, begins)
    story = rehearsal.story(_FIRST + number, begins=begins)
    how = {"title": question.title, "question": "；".join(question.said[:2]) + "。"}
    story.open("topic", _watch(rehearsal), source="page", round=row.slug, **how)
    if not story.code:
        return False
    waiting = list(Opinion.objects.filter(pk__in=pks, sorted_at=None).values_list("pk", flat=True))
    if waiting:
        merge_opinions(waiting, story.code, by=_watch(rehearsal), at=begins)
    _answer(story, question)
    _judge(story, rehearsal)
    return True


def _answer(story: Story, question: _Question) -> None:
    dispatcher, watch = story.cast["siping-hotline-dispatcher"][0], story.cast["siping-discipline"][0]
    handler, head = story.cast[f"{question.unit}-handler"][0], story.cast[f"{question.unit}-head"][0]
    story.act("assign", dispatcher, (1, 1), unit=question.unit)
    promised = story.in_days(question.takes + 15, question.takes + 15)
    story.act("answer", head, (7, 7), plan=question.plan, promised_on=promised)
    part = question.takes // 2
    story.act("progress", handler, (part, part), progress="已完成排查，按计划推进。")
    story.act("watch", watch, (3, 3), finding="现场抽查，进度属实，请按承诺日期完成。")
    rest = question.takes - part
    done = {"result": "已按答题方案完成，请群众评价。"}
    story.act("deliver", head, (rest, rest), evidence="完成材料", **done)


def _judge(story: Story, rehearsal: Rehearsal) -> None:
    case, watch = Case.objects.get(code=story.code), story.cast["siping-discipline"][0]
    story.wait(3, 3)
    if case.state == "delivered" and story.now <= rehearsal.until:
        survey = draw_survey(case, size=4, by=watch, at=story.now)
        for sampled in survey.sample.filter(answer=""):
            answer = _ANSWERS[sampled.place % len(_ANSWERS)]
            record_answer(sampled, answer, by=watch, at=story.now)
    if survey_now := survey_of(case):
        least = least_pleased(parameter_book(), on=story.now.date())
        story.act("evaluate", watch, (2, 2), **figures_of(survey_now, least))


def _speak(rehearsal: Rehearsal, row: Round, said: Sequence[str], first: int, before: datetime) -> list[int]:
    """Have people speak in the days before, as far as the rehearsal has come; each leaves a number."""
    pks = []
    for place, text in enumerate(said):
        at = before - timedelta(days=len(said) - place, minutes=13 * place)
        if at <= rehearsal.until:
            pks.append(_say(rehearsal, row, text, first + place, at).pk)
    return pks


def _leave_out(rehearsal: Rehearsal, row: Round) -> None:
    begins = _at(row.opens_on) + timedelta(days=9)
    for place, (text, reason) in enumerate(_ASIDE):
        at = begins + timedelta(days=place)
        if at <= rehearsal.until:
            opinion = _say(rehearsal, row, text, 100 + place, at)
            if opinion.sorted_at is None:
                set_aside([opinion.pk], reason=reason, by=_watch(rehearsal), at=at)
    last = _at(date(row.opens_on.year, 11, 20))
    if last <= rehearsal.until:
        _say(rehearsal, row, _WAITING, 200, last)


def _say(rehearsal: Rehearsal, row: Round, text: str, number: int, at: datetime) -> Opinion:
    channels = (Opinion.Channel.SCAN, Opinion.Channel.PAGE, Opinion.Channel.VISIT)
    channel = channels[number % 3]
    return give_opinion(
        row,
        text,
        phone=f"000{_FIRST * 10 + number:08d}",
        channel=channel,
        key=f"{rehearsal.prefix}:opinion:{number}",
        at=at,
        by=_watch(rehearsal) if channel == Opinion.Channel.VISIT else None,
        simulated=True,
    )


def _watch(rehearsal: Rehearsal) -> Actor:
    return rehearsal.cast["siping-discipline"][0]


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=LOCAL)
