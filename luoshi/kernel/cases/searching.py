"""The condition of cases in whose words something was said."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Cast

from luoshi.kernel.base.search import to_query
from luoshi.kernel.cases.models import Words


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def worded(words: str) -> Q | None:
    """Return the condition that all of the words stand in the case, None where there is none to look for.

    It is one of cases, and of any row that has its case's key. It joins nothing.
    """
    phrase = to_query(words.replace("\0", ""))
    if not phrase:
        return None
    matching = Words.objects.filter(_Matches(F("vector"), Cast(Value(phrase), SearchQueryField())))
    return Q(pk__in=matching.values("case"))
