"""The condition of cases in whose words something was said."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from luoshi.kernel.base.search import to_query


class _Matches(Func):
    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def worded(words: str, column: str = "words__vector") -> Func | None:
    """Return the condition that all of the words stand in the case, None where there is none to look for.

    ``column`` is how the rows that are asked reach the words of the case.
    """
    phrase = to_query(words.replace("\0", ""))
    return _Matches(F(column), Cast(Value(phrase), SearchQueryField())) if phrase else None
