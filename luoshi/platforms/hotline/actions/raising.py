"""点题: a hot issue becomes a question that the public puts to a department, once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, Link
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import HotIssue, HotMember


@transaction.atomic
def raise_issue(code: str, *, by: Actor, at: datetime) -> Case:
    """Open the question over the hot issue and return it; the one that was opened before, where there is one.

    What it says is public, so it holds common words and counts, and no text of any request. It is tied to the
    requests it came from, so that their callers may be asked about the answer; confidential ones are left
    out. Raises ``hot-unknown``, and what ``open_case`` raises.
    """
    row = _locked(code)
    if row.topic is not None:
        return row.topic
    case = open_case("topic", by=by, data=question_of(row), at=at, simulated=row.simulated)
    members = HotMember.objects.filter(cluster=row.cluster, request__confidential=False)
    Link.objects.bulk_create(Link(case=case, kind="about", other_id=one.pk) for one in members)
    row.topic = case
    row.save(update_fields=["topic"])
    return case


def _locked(code: str) -> HotIssue:
    rows = HotIssue.objects.select_for_update(of=("self",)).select_related("topic")
    row = rows.filter(code=code).first()
    if row is not None and row.into_id:
        row = rows.get(pk=row.into_id)
    if row is None:
        raise LuoshiError("hot-unknown", f"没有热点 {code}。", f"There is no hot issue {code}.")
    return row


def question_of(row: HotIssue) -> dict[str, str]:
    """Return what the question says: a page shows it before it is raised."""
    place = Organisation.objects.filter(path=row.place).first() if row.place else None
    entry = city_table("hotline_categories").get(row.category)
    where = place.short if place else str(settings.CITY.name)
    what, words = entry.title if entry else row.category, "、".join(row.words)
    first, last = (each.astimezone(LOCAL) for each in (row.first_at, row.last_at))
    said = f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}，{row.persons} 人 {row.messages} 次反映。"
    return {
        "title": f"{where}：{what}" + (f"（{row.words[0]}）" if row.words else ""),
        "question": said + (f"反映中常见的说法：{words}。" if words else ""),
        "source": "cluster",
        "cluster": row.code,
    }
