"""The file for the police and for punitive damages (第二十三条): computed from records, without names.

Consumers appear by tokens only. Who else may be liable stands in the ties of the merchant (第四至七条).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils import timezone

from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.ledger.models import Move, Seal
from luoshi.platforms.prepaid.closing.listing import list_of, paid_list_of
from luoshi.platforms.prepaid.models import Closure, Contract, Tie
from luoshi.platforms.prepaid.rules.explaining import grouped

ARTICLES = {
    Tie.Kind.LENDER: "法释〔2025〕4号第四条",
    Tie.Kind.BRAND: "法释〔2025〕4号第五条",
    Tie.Kind.FRANCHISOR: "法释〔2025〕4号第五条",
    Tie.Kind.LANDLORD: "法释〔2025〕4号第六条",
    Tie.Kind.LIQUIDATOR: "法释〔2025〕4号第七条",
}
_MOMENT = (1980, 1, 1, 0, 0, 0)  # of the files in the archive: the same content gives the same bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the records say of a closure. Amounts are fen."""

    closure: Closure
    taken: dict[str, Any]  # all contracts: count, sum, first, last
    after: dict[str, Any]  # those signed on or after the day of the signal
    ties: tuple[Tie, ...]
    files: tuple[Evidence, ...]
    accepted: int
    paid: int | None


def known_of(closure: Closure) -> Known:
    """Return what the records say, as of now."""
    contracts = Contract.objects.filter(shop_id=closure.shop_id)
    day = closure.signalled_on
    since = timezone.make_aware(datetime.combine(day, time()))
    ties = Tie.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), merchant_id=closure.shop.merchant_id)
    claims = closure.claims.aggregate(accepted=Sum("accepted"), paid=Sum("paid"))
    return Known(
        closure=closure,
        taken=_summed(contracts),
        after=_summed(contracts.filter(signed_at__gte=since)),
        ties=tuple(ties.order_by("kind", "name", "pk")),
        files=tuple(Evidence.objects.filter(case_id=closure.case_id).order_by("pk")),
        accepted=claims["accepted"] or 0,
        paid=claims["paid"],
    )


def bundle_of(closure: Closure, *, at: datetime) -> bytes:
    """Return the archive: the document, what was taken since the signal, claims and evidence as tables."""
    known = known_of(closure)
    listed = paid_list_of(closure) if closure.paid is not None else list_of(closure).text
    parts = {
        "移送材料.docx": _document(known, at=at),
        "线索之后的收款.csv": _csv(_RECEIPTS, _receipts(known)).encode("utf-8-sig"),
        "清退清单.csv": listed.encode(),
        "证据目录.csv": _csv(_FILES, ((f.sha256, f.name, f.kind, f.size) for f in known.files)).encode(
            "utf-8-sig"
        ),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


_RECEIPTS = (
    "合同编号",
    "卡代码",
    "签订时间",
    "实付（分）",
    "存管（分）",
    "账本分录",
    "账本键",
    "日封",
    "日封链首",
)
_FILES = ("SHA-256", "名称", "种类", "字节")


def _receipts(known: Known) -> Iterable[tuple[Any, ...]]:
    """Yield each payment since the signal with the ledger's entry, and the seal under which it is proved."""
    since = timezone.make_aware(datetime.combine(known.closure.signalled_on, time()))
    contracts = Contract.objects.filter(shop_id=known.closure.shop_id, signed_at__gte=since).order_by("pk")
    rows = list(contracts.annotate(token=F("card__token")))
    keys = [f"prepaid:topup:{row.receipt}" for row in rows]
    moves = dict(Move.objects.filter(key__in=keys, line=1).values_list("key", "pk"))
    seals = list(Seal.objects.order_by("last_move").values_list("last_move", "day", "head"))
    for row, key in zip(rows, keys, strict=True):
        move = moves.get(key)
        seal = next(((day, head) for last, day, head in seals if move and last >= move), ("未封存", ""))
        signed = timezone.localtime(row.signed_at).isoformat(timespec="minutes")
        yield (row.number, row.token, signed, row.paid, row.supervised, move, key, *seal)


def lines_of(known: Known) -> list[tuple[str, str]]:
    """Return the document's lines with their style: what is known, who may be liable, what proves it."""
    closure, shop = known.closure, known.closure.shop
    merchant = shop.merchant
    lines = [
        ("Title", f"关于{shop.name}预付式消费线索的移送材料"),
        ("Heading 1", "一、基本情况"),
        ("Normal", f"清退事项 {closure.code}；门店编号 {shop.code}；经营者 {merchant.name}，"
                   f"统一社会信用代码 {merchant.uscc}；地址 {shop.address}。"),
        ("Normal", f"线索日期 {closure.signalled_on}；停止服务日期 {closure.stopped_on or '未登记'}；"
                   f"冻结时间 {_moment(closure.frozen_at)}。"),
        ("Heading 1", "二、收款"),
        ("Normal", f"历次收款{_sums(known.taken)}"),
        ("Normal", f"线索日期之后收款{_sums(known.after)}明细见“线索之后的收款.csv”。"),
        ("Normal", f"消费者未获履行、已确认的金额 {grouped(known.accepted)} 元；"
                   + (f"已分配 {grouped(known.paid)} 元，尚欠 {grouped(known.accepted - known.paid)} 元。"
                      if known.paid is not None else "尚未分配。")),
        ("Heading 1", "三、可能承担责任的其他人"),
        *(("List Bullet", _liable(tie)) for tie in known.ties),
    ]  # fmt: skip
    if not known.ties:
        lines.append(("Normal", "关联方登记中没有记录。"))
    lines += [
        ("Heading 1", "四、法律线索"),
        ("Normal", "法释〔2025〕4号第二十三条：收取预付款后终止经营、恶意逃避退款的，消费者可请求惩罚性赔偿；"
                   "涉嫌犯罪的线索移送公安机关。是否构成由有权机关认定，本材料只列记录。"),
        ("Heading 1", "五、证据"),
        ("Normal", f"案件材料 {len(known.files)} 件，指纹见“证据目录.csv”。每笔收款的账本分录在“账本分录”栏，"
                   "所在日封的链首已公布，可逐笔取得证明并脱机核验（luoshi ledger prove）。"),
        ("Normal", "消费者一律以代码表示；身份密封保存，依法定程序另行调取。"),
    ]  # fmt: skip
    return [*lines, ("Normal", "模拟数据，用于演练。")] if closure.simulated else lines


def _liable(tie: Tie) -> str:
    return f"{tie.get_kind_display()}：{tie.name} {tie.uscc}（{ARTICLES[Tie.Kind(tie.kind)]}）。{tie.basis}"


def _document(known: Known, *, at: datetime) -> bytes:
    import docx  # here, so that pages that write none never wait for it

    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.created, properties.modified = "luoshi", at, at
    for style, text in lines_of(known):
        document.add_paragraph(text, style=style)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _summed(contracts: Any) -> dict[str, Any]:
    found: dict[str, Any] = contracts.aggregate(
        count=Count("pk"), whole=Sum("paid"), first=Min("signed_at"), last=Max("signed_at")
    )
    return found


def _sums(summed: dict[str, Any]) -> str:
    if not summed["count"]:
        return " 0 笔。"
    return (
        f" {summed['count']} 笔，共 {grouped(summed['whole'])} 元，"
        f"自 {_moment(summed['first'])} 至 {_moment(summed['last'])}。"
    )


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "无"


def _csv(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
