"""Template words of a project's delivery: reasons, verdicts upon pictures, shares."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from luoshi.desk.queries.project_leader import Kind, Reason, post_title
from luoshi.platforms.prepaid.rules.explaining import grouped
from luoshi.platforms.projects.models import SiteVisit
from luoshi.platforms.projects.rules.visiting import Verdict

register = template.Library()
register.filter("post_title", post_title)

_REASONS = {
    Kind.BEYOND: _("预计 %(on)s 完工，比计划晚 %(n)s 天；八成区间整个晚于计划"),
    Kind.NODE: _("节点“%(what)s”应于 %(on)s 完成，已晚 %(n)s 天"),
    Kind.STOPPED: _("%(on)s 起停工，已 %(n)s 天"),
    Kind.BEHIND: _("形象进度落后季节曲线 %(n)s 个百分点"),
    Kind.IDLE: _("资金闲置 %(n)s 万元"),
    Kind.TEAM: _("尚未明确包保岗位"),
    Kind.VISITS: _("本月走访 %(what)s 次，到今天还差 %(n)s 次"),
}
_VERDICTS = {
    Verdict.MATCHES: ("●", "met", _("照片的时间、地点与走访相符")),
    Verdict.TIME_ONLY: ("○", "waits", _("照片只有时间可核，与走访相符")),
    Verdict.PLACE_ONLY: ("○", "waits", _("照片只有地点可核，与项目位置相符")),
    Verdict.NO_DATA: ("○", "waits", _("照片没有可核的时间和地点")),
    Verdict.FAR: ("■", "far", _("照片距项目位置过远")),
    Verdict.OLDER: ("■", "far", _("照片早于走访")),
    Verdict.LATER: ("▲", "behind", _("照片晚于走访")),
    Verdict.REUSED: ("■", "far", _("照片此前已用于另一次走访")),
}


@register.filter
def reason(value: Reason) -> str:
    """Say why a project is an exception, in one line."""
    amount = f"{value.amount / 100:.1f}" if value.kind is Kind.BEHIND else f"{value.amount:,}"
    return gettext(_REASONS[value.kind]) % {"n": amount, "what": value.what, "on": value.on}


@register.filter
def verdict(visit: SiteVisit) -> SafeString:
    """Show the verdict upon the picture of a visit: shape, words, colour."""
    shape, look, words = _VERDICTS[Verdict(visit.verdict)]
    return format_html(
        '<span class="mark {}"><span aria-hidden="true">{}</span> {}</span>', look, shape, gettext(words)
    )


@register.filter
def apart(days: int) -> int:
    """Show how many days lie between, whichever came first."""
    return abs(days)


@register.filter
def share(ten_thousandths: int) -> str:
    """Show ten-thousandths as per cent."""
    return f"{ten_thousandths / 100:.1f}%"


@register.filter
def wan(fen: int) -> str:
    """Show fen as 万元."""
    return grouped(round(fen / 10_000)).removesuffix(".00")
