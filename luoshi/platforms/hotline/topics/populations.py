"""Those a question concerns and who can be asked: each person once, by what they are known through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from luoshi.kernel.cases.models import Case, Link
from luoshi.platforms.hotline.models import Opinion, Request


@dataclass(frozen=True, slots=True)
class Population:
    """Members by the name they have in the list, "opinion:12" or "request:…", and how it was made."""

    requests: dict[str, int]  # name → primary key
    opinions: dict[str, int]
    made: str

    @property
    def members(self) -> list[str]:
        """Return the list that is drawn from, sorted."""
        return sorted([*self.requests, *self.opinions])

    def __len__(self) -> int:
        return len(self.requests) + len(self.opinions)


def population_of(topic: Case, *, until: datetime) -> Population:
    """Return the callers of the requests tied to the question, and whoever left a number with an opinion.

    Only what came in by ``until`` counts, so that nobody is added once the answer is known. Somebody known
    through several of them is known through the first: requests before opinions.
    """
    tied = Link.objects.filter(Q(case=topic) | Q(other=topic)).values_list("case_id", "other_id")
    cases = {pk for pair in tied for pk in pair if pk and pk != topic.pk}
    rows = Request.objects.filter(pk__in=cases, known=True, opened_at__lte=until).exclude(person=None)
    persons: set[str | None] = set()
    requests: dict[str, int] = {}
    for pk, code, person in rows.order_by("opened_at", "pk").values_list("pk", "code", "person"):
        if person not in persons:
            persons.add(person)
            requests[f"request:{code}"] = pk
    opinions: dict[str, int] = {}
    said = Opinion.objects.filter(topic=topic, contact__isnull=False, at__lte=until)
    for pk, person in said.order_by("at", "pk").values_list("pk", "person"):
        if person not in persons:
            persons.add(person)
            opinions[f"opinion:{pk}"] = pk
    made = f"题目所涉诉求的来电人 {len(requests)} 人、留有电话的征集意见 {len(opinions)} 人，同一人只计一次"
    return Population(requests, opinions, made)
