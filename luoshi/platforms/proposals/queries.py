"""The figures of a year, each with its denominator."""

from __future__ import annotations

from django.db.models import Count, Q

from luoshi.kernel.base.rates import Rate
from luoshi.kernel.cases.models import Case, CaseQuerySet


def of_year(year: int) -> CaseQuerySet:
    """Return the matters opened in the year."""
    return Case.objects.filter(type="proposals", code__startswith=f"proposals-{year}-")


def rates(cases: CaseQuerySet) -> list[Rate]:
    """Return 办复率, 满意率, 解决率 and 承诺兑现率 side by side: none of them says what the others say."""
    counts = {
        "assigned": ~Q(state__in=["submitted", "declined"]),
        "answered": Q(data__has_key="result"),
        "rated": Q(data__has_key="rating") | Q(state="unsatisfied"),
        "pleased": Q(data__has_key="rating") & ~Q(state="unsatisfied"),
        "solved": Q(data__result="A"),
        "counted": Q(data__has_key="kept"),
        "kept": Q(data__kept="kept"),
    }
    n = cases.aggregate(**{key: Count("pk", filter=condition) for key, condition in counts.items()})
    return [
        Rate("办复率", n["answered"], n["assigned"], "已交办"),
        Rate("满意率", n["pleased"], n["rated"], "已评价（满意、基本满意、不满意）"),
        Rate("解决率", n["solved"], n["answered"], "已答复（A类占比）"),
        Rate("承诺兑现率", n["kept"], n["counted"], "到期复核的B类承诺"),
    ]
