"""Wordings that compare without a figure: what they look like, and what they say is compared."""

from __future__ import annotations

import re

_MEASURED = (
    r"(?:率|量|额|收入|比重|占比|比例|总值|增加值|增速|增幅|水平|指数|浓度|标准|规模|能耗|强度|质量|成本"
    r"|密度|面积|户数|人数|寿命|产值|利润|投资|消费|税收|财力|排放|起数|贸易|体量|债务|差距|位次|价格|物价"
    r"|收支|空气|水质|杠杆)(?!的)[^,]{0,4}?"
)
_MOVES = (
    "下降|减少|提高|提升|跃升|增长|改善|上升|增加|降低|压减|缩小|扩大|好转|攀升|提速|优化|回升|向好"
    "|有升|有降|趋降"
)
_MANNER = "稳步|持续|逐年|稳定|不断|进一步|合理|稳中|同步|平稳|均衡|加快"
_TOP = "前列|前茅|第一方阵|第一梯队|首位|上游|领先"
_ENDS = "(?=$|、)"
# Words without one of which a pattern cannot match (to be quick), and the pattern. Its group is the wording;
# what is compared stands before it.
_COMPARISONS = tuple(
    (re.compile(needed), re.compile(pattern))
    for needed, pattern in (
        ("同步", r"((?:与|和|同)[^,、]{2,16}?(?:基本|保持)*同步)"),
        (
            _TOP,
            r"((?:[位稳跃]?居|走在|走到|进入|跻身|迈入|挺进|站稳|保持在?|处于|冲刺|重返)"
            rf"[^,、]{{0,12}}?(?:{_TOP})(?:水平|地位)?)",
        ),
        (
            "位次|排名|排位|名次|进位",
            r"((?:位次|排名|排位|名次)[^,、]{0,6}?(?:前移|提升|上升|进位)|争先进位|进位争先|赶超进位)",
        ),
        (
            "于|跑赢|超过|达到",
            r"((?:高于|快于|好于|优于|大于|不低于|低于|跑赢|超过|达到)[^,、]{0,14}?"
            r"(?:平均(?:水平|值|增速|线)?|增速|增幅|增长|大势|大盘|同期|全国|全省|去年|上年))"
            rf"(?:水平|以上|目标)?{_ENDS}",
        ),
        (
            "下达|确定|考核|核定|规定|要求|明确",
            r"((?:完成|实现|达到|控制在|降到)[^,、]{0,8}?(?:国家|省|上级|自治区|中央|市委|市政府)[^,、]{0,6}?"
            r"(?:下达|确定|考核|核定|规定|要求|明确)[^,、]{0,8}?(?:目标|任务|指标|要求|范围|以内|计划))",
        ),
        ("不减|不增|不升|不降|不退|不减少", r"(只增不减|只减不增|只降不升|只升不降|不减少|不降低|只进不退)"),
        ("大幅|显著|明显|较大幅度|成倍", rf"((?:大幅|显著|明显|较大幅度|成倍)(?:度|地)?(?:{_MOVES}))"),
        (_MANNER, rf"{_MEASURED}((?:{_MANNER})(?:{_MOVES})){_ENDS}"),
        ("保持", rf"{_MEASURED}(保持(?:基本|总体)?(?:稳定|平衡|平稳)){_ENDS}"),
    )
)
_TELLING = re.compile("|".join(needed.pattern for needed, _ in _COMPARISONS))
# An argument, an expectation or a past result.
_NO_PROMISE = re.compile(r"有利于|有助于|才能|已经?|[^除解为]了(?!解)|仍|必然|可能|不合理|^把")
_LEADING = re.compile(
    r"^(?:我们|今年|务必|一定|要|将|会|做到|确保|力争|努力|争取|坚决|推动|促进|实现|保持|使|让|带动|加快"
    r"|着力|切实|推进|继续|持续|坚持|全力|奋力|特别是|其中|到[^,]{2,6}年|\s)*"
)
_TRAILING = re.compile(
    r"(?:与|和|同|要|将|必须|有|实现|力争|努力|确保|的|总体|继续|持续|长期|不折不扣|在短期内|等|[、\s])*$"
)


def may_compare(text: str) -> bool:
    """Say quickly whether a comparison can be in the text at all."""
    return _TELLING.search(text) is not None


def comparison_in(text: str) -> re.Match[str] | None:
    """Return the first comparison that a clause promises; group 1 is its wording."""
    if not may_compare(text):
        return None
    for needed, pattern in _COMPARISONS:
        if needed.search(text) and (match := pattern.search(text)):
            return None if _NO_PROMISE.search(text) else match
    return None


def compared(match: re.Match[str]) -> str:
    """Return what is compared: the words before the wording, or those after it (大幅降低…资费)."""
    left, right = match.string[: match.start(1)], match.string[match.end(1) :]
    named = _TRAILING.sub("", _LEADING.sub("", left, count=1))
    return named or right.removeprefix("了").removeprefix("的")
