"""Doubts about an answer before it goes out, and about how a call was recorded. Rules only; a person decides.

Each finding names the span of the public text it is about and the reason. No rule knows whether an answer
is true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from .grams import bigrams

_COURTESY = re.compile(
    r"(?:尊敬的)?(?:网友|市民|来电人|群众)[^，。！：:]{0,20}[，：:]?|[您你]好[！，。]|(?:您的|您反映的[^。]{0,60}?)?(?:留言|来信|来电|诉求|问题)(?:已)?(?:收悉|收到)[。，]?"
    r"|现将[^。：]{0,30}(?:回复|答复|告知)如下[：，]?|非?常?感谢[^。！]*[。！]?|(?:祝您|敬请)[^。！]{0,20}[。！]"
    r"|高度重视|立即组织[^。，]{0,20}|给您(?:带来|造成)的?不便[^。！]*[。！]?|\d{4}年\d{1,2}月\d{1,2}日\s*$"
)
_PROMISE_ONLY = re.compile(
    r"(?:将|会|正在)(?:尽快|及时|积极|认真|进一步|充分)?(?:转|研究|论证|考虑|处理|办理|核实|推进|协调)|已(?:转|收集|记录|登记)"
)
_DATE = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|底|初|中旬|上旬|下旬)|\d{4}年|年底|本周|下周|\d+\s*个?(?:工作日|天|小时)内|今日|当日"
)
_CONTACT = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－]?\d{7,8}|1\d{10}|12\d{3}|\d{7,8})(?!\d)|电话|拨打|致电|热线|窗口"
)
_MEASURE = re.compile(
    r"现场|核查|检查|查看|走访|约谈|责令|整改|维修|抢修|更换|疏通|清理|清运|处罚|立案|查处|拆除|安装|施工|开通|调整|办理|退还|支付|督促|协调"
    r"|恢复|完成|修复|拨付"
)
_BASIS = re.compile(
    r"《[^》]{3,}》|第[一二三四五六七八九十百\d]+条|(?:根据|依据|按照)[^，。]{4,}|由于|因为|原因"
)
_CONCLUSION = re.compile(r"经查|据查|经核实|经调查|核实情况|情况如下")
_GRAVE = (
    "投诉",
    "举报",
    "燃气泄漏",
    "漏电",
    "塌陷",
    "坍塌",
    "中毒",
    "自杀",
    "轻生",
    "爆炸",
    "威胁",
    "殴打",
    "拖欠工资",
)
_MILD = ("咨询", "建议", "表扬")
_PRIVATE = {
    "手机号码": re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"),
    "身份证号": re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    "银行卡号": re.compile(r"(?<!\d)\d{16,19}(?!\d)"),
    "住址门牌": re.compile(r"\d+(?:栋|号楼|幢)\d+单元\d+(?:室|号|户)"),
    "车牌号码": re.compile(
        r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][A-Z0-9]{5,6}"
    ),
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LEAST_SUBSTANCE = 100
_LEAST_SHARED = 0.1
_COPIED = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A request and the answer to it. ``names`` are those of the person who asked, never to be read in
    public.
    """

    title: str
    body: str
    reply: str
    names: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # id and reply of answers to other requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A doubt: its code, how grave, the span of the reply and the reason for people."""

    code: str
    grave: bool  # must be looked at before the answer goes out
    start: int
    end: int
    reason: str


def check(answer: Answer) -> list[Finding]:
    """Return all doubts about an answer, in the order of their places."""
    rules: list[Callable[[Answer], Iterable[Finding]]] = [off_point, empty, missing_facts, private, copied]
    found = [finding for rule in rules for finding in rule(answer)]
    return sorted(found, key=lambda one: (one.start, one.end, one.code))


def off_point(answer: Answer) -> Iterator[Finding]:
    """Doubt that the reply is about what was asked: hardly a pair of characters of the title occurs in it."""
    asked = bigrams(answer.title)
    if len(asked) < 4:
        return
    shared = len(asked & bigrams(answer.reply)) / len(asked)
    if shared < _LEAST_SHARED:
        yield _whole(answer, "off_point", True, "答非所问：答复几乎没有提到所问的事")


def empty(answer: Answer) -> Iterator[Finding]:
    """Doubt that anything is said beside courtesy, or beside that something will be done."""
    words = substance(answer.reply)
    if len(words) < 20:
        yield _whole(answer, "courtesy_only", True, "只有客套话，没有实质内容")
    promise = _PROMISE_ONLY.search(answer.reply)
    if promise and 20 <= len(words) < _LEAST_SUBSTANCE and not _DATE.search(words):
        reason = f"只说“{promise.group()}”，没有说何时、做了什么"
        yield Finding(
            code="promise_only", grave=True, start=promise.start(), end=promise.end(), reason=reason
        )


def missing_facts(answer: Answer) -> Iterator[Finding]:
    """Name what a reader would look for and not find: a date, a contact, a measure, a basis, enough words."""
    words = substance(answer.reply)
    if not _DATE.search(words):
        yield _whole(answer, "no_date", False, "没有办理时间或期限")
    if not _CONTACT.search(words):
        yield _whole(answer, "no_contact", False, "没有联系方式")
    if not _MEASURE.search(words):
        yield _whole(answer, "no_measure", False, "没有说采取了什么措施")
    if not explains(answer.reply):
        yield _whole(answer, "no_basis", False, "没有说明依据或原因")
    if not is_complete(answer.reply):
        yield _whole(answer, "thin", False, "实质内容过少")


def private(answer: Answer) -> Iterator[Finding]:
    """Find what identifies a person in a text that everybody will read."""
    for kind, pattern in _PRIVATE.items():
        for match in pattern.finditer(answer.reply):
            if (kind == "身份证号" and not _is_identity(match.group())) or (
                kind == "银行卡号" and not _is_card(match.group())
            ):
                continue
            yield _private(kind, match.start(), match.end())
    for name in filter(None, answer.names):
        for match in re.finditer(re.escape(name), answer.reply):
            yield _private("诉求人姓名", match.start(), match.end())


def copied(answer: Answer) -> Iterator[Finding]:
    """Find another request's answer in this one."""
    own = bigrams(substance(answer.reply))
    for other_id, reply in answer.others:
        other = bigrams(substance(reply))
        if len(own) >= 20 and other and len(own & other) / len(own | other) >= _COPIED:
            yield _whole(answer, "copied", True, f"与 {other_id} 的答复几乎相同")
            return


def downgraded(said: str, *, kind: str) -> Finding | None:
    """Return a doubt about the kind a call was given: grave words said, a mild kind recorded. Spans are of
    ``said``.
    """
    if kind not in _MILD:
        return None
    for word in _GRAVE:
        for match in re.finditer(re.escape(word), said):
            before = said[max(0, match.start() - 4) : match.start()]
            if re.search(r"不是|不想|没有|怎么|如何|哪里|并非", before):
                continue
            reason = f"来话提到“{word}”，却记为“{kind}”：疑似降低风险等级"
            return Finding(code="downgraded", grave=True, start=match.start(), end=match.end(), reason=reason)
    return None


def substance(reply: str) -> str:
    """Return a reply without greetings, thanks and its closing date."""
    return _COURTESY.sub("", "".join(reply.split()))


def is_complete(reply: str) -> bool:
    """Tell whether a reply says enough to be complete."""
    return len(substance(reply)) >= _LEAST_SUBSTANCE


def explains(reply: str) -> bool:
    """Tell whether a reply gives a basis or reason, or the circumstances at some length."""
    words = substance(reply)
    length = len(words)
    return (bool(_BASIS.search(words)) and length >= _LEAST_SUBSTANCE) or (
        bool(_CONCLUSION.search(words)) and length >= 3 * _LEAST_SUBSTANCE
    )


def _whole(answer: Answer, code: str, grave: bool, reason: str) -> Finding:
    return Finding(code=code, grave=grave, start=0, end=len(answer.reply), reason=reason)


def _private(kind: str, start: int, end: int) -> Finding:
    return Finding(code="private", grave=True, start=start, end=end, reason=f"公开文本中有{kind}")


def _is_identity(number: str) -> bool:
    """Tell whether the check character is right (GB 11643)."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """Tell whether the check digit is right (ISO/IEC 7812)."""
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit if place % 2 == 0 else sum(divmod(2 * digit, 10)) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0
