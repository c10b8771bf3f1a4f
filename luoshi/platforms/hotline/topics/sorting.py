"""What opinions are sorted by: alike ones beside each other, and the open questions they are like."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.clustering.clusters import Clusters
from luoshi.platforms.hotline.clustering.messages import Message
from luoshi.platforms.hotline.models import Opinion, Round
from luoshi.platforms.hotline.suggesting.similar import Match, OpenRequests, Request
from luoshi.platforms.hotline.topics.contacts import masked

AT_ONCE = 200  # opinions laid out on one page
_ALIKE = 3
_LEAST = 0.12  # opinions are short, and a person looks at each
_TOPIC, _OPINION = "topic:", "opinion:"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An opinion nobody has sorted yet, with what it is like."""

    opinion: Opinion
    place: str
    contact: str  # masked
    topics: tuple[tuple[Case, Match], ...]
    alike: tuple[tuple[Opinion, Match], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Opinions that say much the same."""

    rows: tuple[Waiting, ...]

    @property
    def persons(self) -> int:
        """Return how many spoke at most: those without a number count each."""
        known = [row.opinion.person for row in self.rows]
        return len({person for person in known if person}) + known.count(None)


@dataclass(frozen=True, slots=True)
class Tray:
    """What is laid out: groups, the largest first; the open questions; how many more wait."""

    groups: tuple[Group, ...]
    topics: tuple[Case, ...]
    more: int


def open_topics() -> list[Case]:
    """Return the questions an opinion can still join, the latest first."""
    found = Case.objects.filter(type="topic", closed_at=None, secrecy=0)
    return list(found.only("code", "title", "data").order_by("-opened_at", "-pk")[:AT_ONCE])


def tray_of(row: Round) -> Tray:
    """Return the opinions of the round that nobody has sorted, grouped. A fixed number of queries."""
    waiting = row.opinions.filter(sorted_at=None).order_by("at", "pk")
    opinions, topics = list(waiting[:AT_ONCE]), open_topics()
    places = dict(
        Organisation.objects.filter(code__in={each.place for each in opinions}).values_list("code", "short")
    )
    index = _indexed(opinions, topics)
    rows = {each.pk: _laid_out(each, index, opinions, topics, places) for each in opinions}
    groups = [Group(tuple(rows[pk] for pk in members)) for members in _grouped(opinions)]
    return Tray(tuple(groups), tuple(topics), max(waiting.count() - AT_ONCE, 0))


def _grouped(opinions: list[Opinion]) -> list[list[int]]:
    clusters = Clusters()
    for each in opinions:
        person = each.person or f"{_OPINION}{each.pk}"
        clusters.add(Message(id=str(each.pk), at=each.at, person=person, title=each.text, place=each.place))
    clusters.settle()
    groups = [[int(member) for member in members] for members in clusters.members.values()]
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def _indexed(opinions: list[Opinion], topics: list[Case]) -> OpenRequests:
    index = OpenRequests()
    for each in opinions:
        index.add(_asked(each))
    for topic in topics:
        question = str(topic.data.get("question", ""))
        index.add(Request(id=f"{_TOPIC}{topic.pk}", title=topic.title, body=question))
    return index


def _asked(opinion: Opinion) -> Request:
    return Request(id=f"{_OPINION}{opinion.pk}", title=opinion.text, place=opinion.place)


def _laid_out(
    opinion: Opinion,
    index: OpenRequests,
    opinions: list[Opinion],
    topics: list[Case],
    places: dict[str, str],
) -> Waiting:
    found = index.find(_asked(opinion), most=4 * _ALIKE, least=_LEAST)
    by_topic = {f"{_TOPIC}{each.pk}": each for each in topics}
    by_opinion = {f"{_OPINION}{each.pk}": each for each in opinions}
    return Waiting(
        opinion=opinion,
        place=places.get(opinion.place, opinion.place),
        contact=masked(opinion.contact),
        topics=tuple((by_topic[m.id], m) for m in found if m.id in by_topic)[:_ALIKE],
        alike=tuple((by_opinion[m.id], m) for m in found if m.id in by_opinion)[:_ALIKE],
    )
