"""How well and how fast the hotline suggests: categories, clusters, similar requests, doubts about answers.

The texts are messages of a public contest that carry no licence: they are read beside the project and
never shipped.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook

from benchmarks import Bar
from luoshi.platforms.hotline.clustering.clusters import Clusters
from luoshi.platforms.hotline.clustering.messages import Message
from luoshi.platforms.hotline.suggesting import quality
from luoshi.platforms.hotline.suggesting.artifact import dump, load
from luoshi.platforms.hotline.suggesting.grams import document
from luoshi.platforms.hotline.suggesting.similar import OpenRequests, Request
from luoshi.platforms.hotline.suggesting.training import train

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "hotline"
FOLDS, SEEDS = 5, (0, 1, 2)
NEW = 1_000
OPEN = 50_000
# Places whose messages stand in for issues; there is no gold. Nothing in the package knows them.
ANCHORS = (
    *("丽发新城", "伊景园|滨河苑", "魅力之城", "58车贷", "五矿万境"),
    *("泉星公园", "购房补贴", "经济学院", "凉塘路", "中海国际社区"),
)


def bars() -> Iterator[Bar]:
    """Yield the bars of categories, clusters, similar requests and answers."""
    if not DATA.exists():
        print("hotline: SKIPPED, the contest's messages are not beside the project", file=sys.stderr)
        return
    yield from _categories()
    yield from _clusters()
    yield from _similar()
    yield from _answers()


def _categories() -> Iterator[Bar]:
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold

    rows = _rows("sample/附件2.xlsx")
    texts = [document(row["留言主题"], row["留言详情"]) for row in rows]
    labels = [row["一级分类"] for row in rows]
    scores, seconds, advised = [], 0.0, []
    for seed in SEEDS:
        for known, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(texts, labels):
            model = load(dump(train([(texts[at], labels[at]) for at in known], seed=seed)))
            start = time.process_time()
            advice = [model.suggest(texts[at]) for at in unseen]
            seconds += time.process_time() - start
            wanted = [labels[at] for at in unseen]
            scores.append(f1_score(wanted, [one.choices[0].label for one in advice], average="macro"))
            advised += list(zip(advice, wanted, strict=True))
    size = f"{len(rows)} rows, {FOLDS} folds, {len(SEEDS)} seeds"
    yield _at_least("category: macro-F1", statistics.mean(scores), 0.82, f"SD {statistics.stdev(scores):.3f}")
    right = [one.choices[0].label == label for one, label in advised]
    yield _at_least("category: accuracy", statistics.mean(right), 0.82, size)
    three = [label in {choice.label for choice in one.choices} for one, label in advised]
    yield _at_least("category: among the first three", statistics.mean(three), 0.95, size)
    abstained = statistics.mean(one.abstains for one, _ in advised)
    kept = [hit for hit, (one, _) in zip(right, advised, strict=True) if not one.abstains]
    yield Bar(name="category: share abstained", figure=abstained, limit=0.25)
    yield _at_least("category: accuracy where it speaks", statistics.mean(kept), 0.88, "asked for: 0.90")
    error = _calibration_error([one.choices[0].confidence for one, _ in advised], right)
    yield Bar(name="category: calibration error", figure=error, limit=0.08, reference="ten bins")
    yield _at_least("category: texts per processor second", len(advised) / seconds, 1_000, "peer: 848")


def _calibration_error(confidences: list[float], right: list[bool]) -> float:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, hit in zip(confidences, right, strict=True):
        bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, hit))
    gaps = [
        len(pairs) * abs(statistics.mean(c for c, _ in pairs) - statistics.mean(hit for _, hit in pairs))
        for pairs in bins.values()
    ]
    return sum(gaps) / len(right)


def _clusters() -> Iterator[Bar]:
    rows = sorted(_rows("full/附件3.xlsx"), key=lambda row: _time(row["留言时间"]))
    messages = [
        Message(
            id=f"{number:05d}",
            at=_time(row["留言时间"]),
            person=row["留言用户"],
            title=row["留言主题"],
            body=row["留言详情"],
        )
        for number, row in enumerate(rows)
    ]
    clusters = Clusters()
    _grow(clusters, messages[:-NEW])
    start = time.process_time()
    _grow(clusters, messages[-NEW:])
    seconds = time.process_time() - start
    sizes = Counter(clusters.cluster_of.values())
    scores = [_anchor_score(clusters, sizes, anchor) for anchor in ANCHORS]
    alone = sum(size for size in sizes.values() if size < 4) / len(messages)
    yield _at_least("clusters: mean F of ten anchors", statistics.mean(scores), 0.72, "plain links: 0.694")
    yield _at_least("clusters: worst anchor", min(scores), 0.4, f"{alone:.0%} in none of 4+")
    yield Bar(name="clusters: largest", figure=max(sizes.values()), limit=150, reference=f"{len(messages)}")
    yield Bar(name=f"clusters: {NEW} new messages, processor", figure=seconds, limit=5, unit=" s")


def _grow(clusters: Clusters, messages: list[Message]) -> None:
    for number, message in enumerate(messages, start=1):
        clusters.add(message)
        if number % 250 == 0:
            clusters.settle()
    clusters.settle()


def _anchor_score(clusters: Clusters, sizes: Counter[str], anchor: str) -> float:
    """Return the best F of any cluster against the messages that name a place."""
    named = [one.id for one in clusters.messages.values() if re.search(anchor, one.title + one.body)]
    hits = Counter(clusters.cluster_of[each] for each in named)
    return max(2 * hit / (len(named) + sizes[cluster]) for cluster, hit in hits.items())


def _similar() -> Iterator[Bar]:
    """Fill an index with invented mixtures of real titles and bodies, then ask with real messages."""
    rows, chance = _rows("full/附件3.xlsx"), random.Random(0)
    index = OpenRequests()
    for number in range(OPEN):
        one, other = chance.choice(rows), chance.choice(rows)
        index.add(Request(id=str(number), title=one["留言主题"], body=other["留言详情"]))
    times = []
    for number, row in enumerate(chance.sample(rows, 300)):
        asked = Request(id=f"new{number}", title=row["留言主题"], body=row["留言详情"])
        start = time.process_time()
        index.find(asked)
        times.append(1000 * (time.process_time() - start))
    reference = f"{OPEN:,} open requests"
    slow = sorted(times)[285]
    for name, figure, limit in (("median", statistics.median(times), 10), ("95 of 100 within", slow, 25)):
        yield Bar(
            name=f"similar: {name}, processor", figure=figure, limit=limit, unit=" ms", reference=reference
        )


def _answers() -> Iterator[Bar]:
    """Compare with 100 rows that people marked; rules were written with the first 50 in view."""
    marked = [row for row in _rows("full/附件4_质量标注_rollbear.xlsx") if row["完整性指标"] in ("0", "1")]
    for name, column, rule in (
        ("complete", "完整性指标", quality.is_complete),
        ("explained", "可解释性指标", quality.explains),
    ):
        for part, rows in (("seen", marked[:50]), ("unseen", marked[50:]), ("all", marked)):
            right = statistics.mean(rule(row["答复意见"]) == (row[column] == "1") for row in rows)
            always = statistics.mean(row[column] == "1" for row in rows)
            yield _at_least(f"answers {name}, {part}: accuracy", right, always, "limit: always yes")


def _rows(name: str) -> list[dict[str, str]]:
    sheet = load_workbook(DATA / name, read_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    heads = [str(head) for head in next(rows)]
    return [
        dict(zip(heads, ["" if cell is None else str(cell).strip() for cell in row], strict=False))
        for row in rows
        if row[0] is not None
    ]


def _time(text: str) -> datetime:
    form = "%Y/%m/%d %H:%M:%S" if "/" in text else "%Y-%m-%d %H:%M:%S"
    return datetime.strptime(text, form).replace(tzinfo=UTC)


def _at_least(name: str, figure: float, limit: float, reference: str) -> Bar:
    return Bar(name=name, figure=figure, limit=limit, at_most=False, reference=reference)
