"""Learn from the city's own closed requests: the classifier, who answered what, how common words are."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.orgs.models import Organisation
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.modelfiles import keep
from luoshi.platforms.hotline.models import Bigram, ClassifierVersion, DispatchCount, Request
from luoshi.platforms.hotline.suggesting.artifact import dump
from luoshi.platforms.hotline.suggesting.grams import document
from luoshi.platforms.hotline.suggesting.routing import Dispatches
from luoshi.platforms.hotline.suggesting.similar import Request as Compared
from luoshi.platforms.hotline.suggesting.similar import words_of
from luoshi.platforms.hotline.suggesting.training import NothingToLearn, learn

LEAST, MOST = 200, 20_000
COUNTED = 50_000  # requests whose words are counted: the newest
_CLOSED = ("finished", "archived")
_SPAN = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Recount:
    """How many requests the counts rest on."""

    dispatched: int
    compared: int


@transaction.atomic
def train_classifier(
    *, at: datetime, simulated: bool = False, least: int = LEAST, most: int = MOST
) -> tuple[ClassifierVersion, bool]:
    """Train on the newest closed requests and put the model to use; return it and whether it is new.

    The category is that which people gave in the end, so that their corrections are what is learnt. Equal
    requests give an equal model: no new version. Raises ``training-few`` and ``training-flat``.
    """
    examples = _examples(at, simulated, most)
    if len(examples) < least:
        raise _too_few(len(examples), least)
    try:
        learnt = learn(examples)
    except NothingToLearn as error:
        raise LuoshiError(
            "training-flat",
            f"{len(examples)} 件办结工单里，有 5 件以上的类别不到两个，学不出分类。",
            f"Among {len(examples)} closed requests fewer than two classes have five.",
        ) from error
    version = learnt.model.version
    if (known := ClassifierVersion.objects.filter(version=version).first()) and known.active:
        return known, False
    sha256 = keep(version, dump(learnt.model))
    ClassifierVersion.objects.filter(active=True).update(active=False)
    if known:
        ClassifierVersion.objects.filter(pk=known.pk).update(active=True, sha256=sha256)
        known.refresh_from_db()
        return known, False
    row = ClassifierVersion.objects.create(
        version=version,
        sha256=sha256,
        trained_at=at,
        rows=learnt.model.rows,
        simulated=simulated,
        active=True,
        **asdict(learnt.tried),
    )
    return row, True


@transaction.atomic
def recount(*, at: datetime) -> Recount:
    """Count anew who answered what in the last year, and in how many requests each pair of signs occurs."""
    dispatched = _recount_dispatches(at)
    compared = _recount_bigrams(at)
    return Recount(dispatched, compared)


def recount_due(*, now: datetime) -> Recount | None:
    """Count anew once a day; None where it was done today, or there is nothing to count."""
    counted = Bigram.objects.filter(word="").values_list("counted_at", flat=True).first()
    if counted and counted.astimezone(LOCAL).date() >= now.astimezone(LOCAL).date():
        return None
    return recount(at=now) if Request.objects.exists() else None


def _examples(at: datetime, simulated: bool, most: int) -> list[tuple[str, str]]:
    day = at.astimezone(LOCAL).date()
    unclear = parameter_book().value("hotline.unclear", on=day, scope=settings.CITY.scope)
    rows = Request.objects.filter(state__in=_CLOSED, opened_at__lte=at).exclude(category=str(unclear.value))
    if not simulated:
        rows = rows.filter(simulated=False)
    newest = rows.order_by("-opened_at", "-pk").values_list("case__title", "case__data__content", "category")
    return [(document(title, content or ""), category) for title, content, category in newest[:most]]


def _recount_dispatches(at: datetime) -> int:
    rows = Request.objects.filter(state__in=_CLOSED, opened_at__gt=at - _SPAN).exclude(sent_at=None)
    held = rows.values("category", "locality", unit=F("case__unit__code")).annotate(times=Count("pk"))
    regions = dict(Organisation.objects.exclude(region="").values_list("code", "region"))
    dispatches, total = Dispatches(), 0
    for row in held:
        place = regions.get(row["locality"], "")
        dispatches.add(category=row["category"], place=place, unit=row["unit"], times=row["times"])
        total += row["times"]
    DispatchCount.objects.all().delete()
    counted = (
        DispatchCount(category=category, place=place, unit=unit, count=count)
        for category, place, unit, count in dispatches.rows()
    )
    DispatchCount.objects.bulk_create(counted, batch_size=2000)
    return total


def _recount_bigrams(at: datetime) -> int:
    newest = Request.objects.order_by("-opened_at").values_list("case__title", "case__data__content")
    counts: Counter[str] = Counter()
    total = 0
    for title, content in newest[:COUNTED].iterator(chunk_size=2000):
        counts.update(words_of(Compared(id="", title=title, body=content or "")))
        total += 1
    Bigram.objects.all().delete()
    counts[""] = total
    words = (Bigram(word=word, requests=n, counted_at=at) for word, n in counts.items() if len(word) <= 40)
    Bigram.objects.bulk_create(words, batch_size=5000)
    return total


def _too_few(found: int, least: int) -> LuoshiError:
    return LuoshiError(
        "training-few",
        f"只有 {found} 件有分类的办结工单，少于 {least} 件：学出来的分类不可信，所以没有训练。"
        "演练时可加 --simulated，用模拟工单训练；也可用 --least 降低下限。",
        f"Only {found} closed requests with a category, fewer than {least}: nothing was trained. "
        "In a rehearsal add --simulated, or lower --least.",
    )
