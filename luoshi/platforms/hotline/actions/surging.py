"""Days on which a district asks for one thing far more often than on the same weekdays before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left, TruncDate

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.notices.actions import announce
from luoshi.kernel.orgs.models import Holding, Kind, Organisation, Post
from luoshi.platforms.hotline.clustering.surges import Surge, surge
from luoshi.platforms.hotline.models import HotSurge, Request

WEEKS = 8
_LEVEL = 4  # characters of a category's code: its second level
_TOLD = ("dispatcher", "office")
_DAY = timedelta(days=1)
Key = tuple[str, str, bool]  # category, path of the district, simulated


def note_surges(days: Collection[date], *, at: datetime) -> int:
    """Write the surges of the days and return how many are new. Those of today and yesterday are announced.

    A day counts as it stands: one that is not over yet can only grow. Idempotent.
    """
    districts = _districts() if days else {}
    new = 0
    for on in sorted(days):
        for (category, place, simulated), found in _surges(on, districts):
            values = {
                "seen": found.seen,
                "expected": found.expected,
                "chance": found.chance,
                "compared": list(found.compared),
            }
            row, is_new = HotSurge.objects.update_or_create(
                on=on, category=category, place=place, simulated=simulated, defaults=values
            )
            new += is_new
            if is_new and on >= at.astimezone(LOCAL).date() - _DAY:
                _tell(row, found, at=at)
    return new


def _surges(on: date, districts: dict[str, str]) -> Iterator[tuple[Key, Surge]]:
    counts = _counted(on, districts)
    since: dict[bool, date] = {}
    for key, days in sorted(counts.items()):
        if days[on] < 2:
            continue  # nothing to look at, and no history to ask for
        if key[-1] not in since:
            since[key[-1]] = _first_day(simulated=key[-1])
        if found := surge(days, on=on, since=since[key[-1]], weeks=WEEKS):
            yield key, found


def _counted(on: date, districts: dict[str, str]) -> dict[Key, Counter[date]]:
    """Return the requests by category and district, on the day and the same weekdays before it. One query."""
    spans = Q()
    for back in range(WEEKS + 1):
        start = datetime.combine(on - timedelta(weeks=back), time(), tzinfo=LOCAL)
        spans |= Q(opened_at__gte=start, opened_at__lt=start + _DAY)
    day, group = TruncDate("opened_at", tzinfo=LOCAL), Left("category", _LEVEL)
    rows = Request.objects.filter(spans).order_by().annotate(day=day, group=group)
    counts: defaultdict[Key, Counter[date]] = defaultdict(Counter)
    grouped = rows.values_list("group", "locality", "simulated", "day").annotate(n=Count("pk"))
    for category, locality, simulated, day_of, n in grouped:
        counts[category, districts.get(locality, ""), simulated][day_of] += n
    return counts


def _first_day(*, simulated: bool) -> date:
    first = (
        Request.objects.filter(simulated=simulated).order_by("opened_at").values_list("opened_at", flat=True)
    )
    return first[0].astimezone(LOCAL).date()


def _districts() -> dict[str, str]:
    """Return the path of the district that each organisation lies in, if it lies in one."""
    bodies = list(Organisation.objects.values_list("code", "path", "kind"))
    paths = [path for _, path, kind in bodies if kind == Kind.DISTRICT]
    return {code: inside for code, path, _ in bodies for inside in paths if path.startswith(inside)}


def _tell(row: HotSurge, found: Surge, *, at: datetime) -> None:
    place = Organisation.objects.filter(path=row.place).first() if row.place else None
    entry = city_table("hotline_categories").get(row.category)
    about = f"{place.short if place else '未注明区县'} {entry.title if entry else row.category}"
    announce(
        key=f"hotline:surge:{row.on}:{row.category}:{row.place}:{row.simulated:d}",
        topic="hotline.surge",
        subject=f"hotline:surge:{row.category}",
        title=f"{'【模拟】' if row.simulated else ''}诉求突增：{about}",
        body=found.reason,
        link="/desk/12345/hot/#surges",
        to=_readers(at.astimezone(LOCAL).date()),
        data={"on": str(row.on), "category": row.category, "place": row.place, "seen": row.seen},
        at=at,
    )


def _readers(on: date) -> QuerySet[Holding, int]:
    """Return the accounts of dispatchers and of the office."""
    asked = Q()
    for role in _TOLD:
        asked |= Q(roles__contains=[role])
    posts = Post.objects.in_force(on).filter(asked)
    held = Holding.objects.in_force(on).filter(post__in=posts).order_by("account_id")
    return held.values_list("account_id", flat=True).distinct()
