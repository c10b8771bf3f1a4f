"""An offer to an investor, held against 公平竞争审查条例 (in force since 2024-08-01), clause by clause.

Articles 8, 9 and 11 forbid outright; article 10 forbids what has no basis in a law, an administrative
regulation or an approval of the State Council. What they forbid may be offered only under article 12: one of
its four grounds, no milder way, and an end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from luoshi.kernel.base.law import Law

REGULATION = "公平竞争审查条例(2024)"
SINCE = date(2024, 8, 1)  # 第二十七条
ENTRY, FLOW, COST, CONDUCT = "8", "9", "10", "11"
EXCEPTED, OPINIONS, DETAILED, REVIEWED = "12", "16", "17", "18"
KINDS = (  # of an offer: key, words, article and item; the last three favour nobody in particular
    ("concession", "授予特许经营权", ENTRY, "二"),
    ("exclusive", "限定经营、购买、使用特定经营者的商品", ENTRY, "三"),
    ("entry", "设置不合理或者歧视性的准入、退出条件", ENTRY, "四"),
    ("keep_out", "限制外地商品、要素进入或者阻碍迁出", FLOW, "一"),
    ("branch", "强制或者变相强制在本地设立分支机构", FLOW, "二"),
    ("tender", "限制外地经营者参加政府采购、招标投标", FLOW, "三"),
    ("tax", "给予特定经营者税收优惠", COST, "一"),
    ("reward", "给予特定经营者选择性、差异化的财政奖励或者补贴", COST, "二"),
    ("factor", "给予特定经营者要素获取、收费、基金、社保费优惠", COST, "三"),
    ("cost", "其他影响生产经营成本的内容", COST, "四"),
    ("price", "为特定经营者提供优惠价格", CONDUCT, "二"),
    ("general", "对所有经营者一视同仁的普惠政策", "", ""),
    ("service", "代办、帮办等不涉及利益的服务", "", ""),
)
BASES = (
    *(("law", "法律"), ("regulation", "行政法规"), ("approval", "国务院批准")),
    ("none", "没有"),
)
EXCEPTIONS = (  # 第十二条
    ("none", "不适用"),
    ("security", "（一）维护国家安全和发展利益"),
    ("science", "（二）促进科学技术进步、增强国家自主创新能力"),
    ("public", "（三）节约能源、保护环境、救灾救助等社会公共利益"),
    ("statute", "（四）法律、行政法规规定的其他情形"),
)
_CLAUSES = {key: (article, item) for key, _, article, item in KINDS}


@dataclass(frozen=True, slots=True)
class Offer:
    """What an investor is offered, and on what it is said to stand."""

    kind: str
    basis: str = "none"
    document: str = ""  # name and article of the basis
    exception: str = "none"
    no_milder_way: str = ""
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why the offer may not be made, and the clause that says so."""

    article: str
    words: str

    @property
    def law(self) -> Law:
        """Return the article."""
        return Law(REGULATION, self.article)


def clause_of(kind: str) -> str:
    """Return the clause that the kind of offer falls under, empty where none does."""
    article, item = _CLAUSES[kind]
    return f"第{article}条第（{item}）项" if article else ""


def objections(offer: Offer, *, on: date) -> tuple[Objection, ...]:
    """Return everything that speaks against the offer on the day. None means that it may be reviewed."""
    article = _CLAUSES[offer.kind][0]
    if not article:
        return ()
    if offer.exception != "none":
        return _exception(offer, on)
    if article == COST:
        return _cost(offer)
    return (Objection(article, f"{clause_of(offer.kind)}所列内容不得含有，也没有说明适用第12条"),)


def _cost(offer: Offer) -> tuple[Objection, ...]:
    if offer.basis == "none":
        words = f"{clause_of(offer.kind)}：没有法律、行政法规依据，也未经国务院批准"
        return (Objection(COST, words),)
    if not offer.document.strip():
        return (Objection(COST, "请写明依据的名称和条款，或者国务院批准的文号"),)
    return ()


def _exception(offer: Offer, on: date) -> tuple[Objection, ...]:
    found = []
    if not offer.no_milder_way.strip():
        found.append(Objection(EXCEPTED, "没有说明为什么没有对公平竞争影响更小的替代方案"))
    if offer.ends_on is None or offer.ends_on <= on:
        found.append(Objection(EXCEPTED, "没有确定合理的实施期限，或者期限已过"))
    return tuple(found)
