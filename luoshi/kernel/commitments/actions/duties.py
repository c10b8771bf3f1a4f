"""责任分工: give, end and follow who answers for a commitment. A row only ever gets its end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Commitment,
    DecompositionRow,
    Origin,
    Part,
    Responsibility,
    Source,
)
from luoshi.kernel.commitments.rights import require_office
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An organisation that is to answer for a commitment, and on whose word."""

    commitment: Commitment
    organisation: Organisation
    part: str
    source: str = "suggestion"
    confirmed: bool = False
    row: DecompositionRow | None = None
    cites: str = ""
    post: Post | None = None

    @property
    def said(self) -> tuple[str, str, str, bool]:
        """Return what makes two assignments the same."""
        return (self.organisation.code, self.part, self.source, self.confirmed)


def settle(
    wanted: Iterable[Wanted],
    *,
    of: Sequence[Commitment],
    at: datetime,
    who: str,
    reason: str = "审阅文件更正",
) -> tuple[list[str], list[str]]:
    """Make the wanted assignments the ones in force of these commitments; return what began and ended.

    Suggestions never displace what a document or a decision says: where a commitment has a lead on such a
    word, its wanted suggestions are left out. What a cited decision says stays until another decision. Asked
    for the same again it writes nothing.
    """
    on = timezone.localdate(at)
    standing: dict[int, list[Responsibility]] = defaultdict(list)
    open_rows = Responsibility.objects.filter(commitment__in=of, valid_to__isnull=True)
    for row in open_rows.select_related("organisation", "commitment"):
        standing[row.commitment_id].append(row)
    asked: dict[int, list[Wanted]] = defaultdict(list)
    for one in wanted:
        asked[one.commitment.pk].append(one)
    begun: list[Wanted] = []
    ended: list[Responsibility] = []
    records: list[ChangeRecord] = []
    for commitment in of:
        rows, ask = standing[commitment.pk], asked[commitment.pk]
        if _is_settled(rows) and not any(one.source != Source.SUGGESTION for one in ask):
            continue
        firm = [row for row in rows if row.cites]  # by a cited decision: only another decision ends it
        ask = [one for one in ask if not any(_clash(row, one) for row in firm)]
        said = {(r.organisation.code, r.part, r.source, r.confirmed): r for r in rows if not r.cites}
        gone = [row for key, row in said.items() if key not in {one.said for one in ask}]
        new = [one for one in ask if one.said not in said]
        begun += new
        ended += gone
        if rows and (new or gone):
            origin = Origin.REVIEW if all(one.row is None for one in new) else Origin.DECOMPOSITION
            document = new[0].row.document.name if new and new[0].row else ""
            records.append(_record(commitment, gone, new, origin, who, reason, document, at))
    _write(begun, ended, records, on=on, at=at)
    names = [f"{one.commitment.code} {one.organisation.code} {one.part}" for one in begun]
    return names, [f"{row.commitment.code} {row.organisation.code} {row.part}" for row in ended]


@transaction.atomic
def assign(
    commitment: Commitment,
    *,
    organisation: Organisation,
    part: str,
    cites: str,
    reason: str,
    by: Actor,
    at: datetime,
    post: Post | None = None,
) -> Responsibility:
    """Let the organisation answer for the commitment from the day on, by a decision that is cited.

    A new lead takes the place of the former one, and a body has one part at a time. ``post`` is the one that
    answers within it (责任岗位). The same again returns the row there is. Raises ``office-only``,
    ``assign-part`` for no part, ``assign-unfounded`` without a decision or reason, ``assign-post`` for a post
    elsewhere, ``assign-ended`` for a body that is no more.
    """
    require_office(by)
    if part not in Part.values:
        raise LuoshiError(
            "assign-part",
            f"分工应为 {'、'.join(Part.values)} 之一，现为 {part!r}。",
            f"A part is one of {', '.join(Part.values)}, not {part!r}.",
        )
    _require_founded(cites, reason)
    _require_standing(organisation, post, on=timezone.localdate(at))
    Commitment.objects.select_for_update().get(pk=commitment.pk)
    standing = list(
        commitment.responsibilities.filter(valid_to__isnull=True).select_related(
            "organisation", "commitment", "post"
        )
    )
    new = Wanted(
        commitment=commitment,
        organisation=organisation,
        part=part,
        source=Source.DECISION,
        confirmed=True,
        cites=cites,
        post=post,
    )
    same = [
        row for row in standing if (row.organisation.code, row.part, row.source, row.confirmed) == new.said
    ]
    if same and (same[0].cites, same[0].post) == (cites, post):
        return same[0]
    gone = [
        row for row in standing if row.organisation_id == organisation.pk or part == row.part == Part.LEAD
    ]
    record = _record(commitment, gone, [new], Origin.CHANGE, name_of(by), reason, cites, at)
    return _write([new], gone, [record], on=timezone.localdate(at), at=at)[0]


@transaction.atomic
def confirm(
    suggested: Collection[int], *, cites: str, reason: str, by: Actor, at: datetime
) -> list[Responsibility]:
    """Let those answer who were suggested in these rows, by one decision that is cited, all or none.

    Each suggestion ends and the decision begins on the day. The same again returns the rows there are. Raises
    ``office-only``, ``assign-unfounded``, ``confirm-none`` where none is named, and ``confirm-stale`` where
    one of them no longer stands.
    """
    require_office(by)
    if not suggested:
        raise LuoshiError("confirm-none", "请选择要确认的单位。", "Choose the units to confirm.")
    _require_founded(cites, reason)
    rows = list(
        Responsibility.objects.select_for_update(of=("self",))
        .filter(pk__in=suggested, source=Source.SUGGESTION, commitment__withdrawn=False)
        .select_related("organisation", "commitment")
        .order_by("commitment__code", "pk")
    )
    decided = Responsibility.objects.filter(cites=cites, valid_to__isnull=True)
    decided = decided.filter(commitment__in=[row.commitment_id for row in rows])
    made = {(one.commitment_id, one.organisation_id, one.part): one for one in decided}
    standing = [row for row in rows if row.valid_to is None]
    known = [one for row in rows if (one := made.get((row.commitment_id, row.organisation_id, row.part)))]
    if len(standing) + len(known) != len(suggested):
        raise LuoshiError(
            "confirm-stale",
            "您打开页面以后，有的分工已经变了，所以一个也没有确认。请看过现在的分工再定。",
            "Some duties changed after you opened the page, so none was confirmed. Look at what holds now.",
        )
    wanted = [_confirmed(row, cites) for row in standing]
    records = [
        _record(row.commitment, [row], [one], Origin.CHANGE, name_of(by), reason, cites, at)
        for row, one in zip(standing, wanted, strict=True)
    ]
    return known + _write(wanted, standing, records, on=timezone.localdate(at), at=at)


def name_of(actor: Actor) -> str:
    """Return who acts as a record names them: the person and the first post held."""
    post = f"（{actor.posts[0].title}）" if actor.posts else ""
    return f"{actor.name}{post}"[:120]


def _confirmed(row: Responsibility, cites: str) -> Wanted:
    return Wanted(
        commitment=row.commitment,
        organisation=row.organisation,
        part=row.part,
        source=Source.DECISION,
        confirmed=True,
        cites=cites,
    )


def _require_founded(cites: str, reason: str) -> None:
    if not (cites.strip() and reason.strip()):
        raise LuoshiError(
            "assign-unfounded",
            "调整分工须写明依据文件和原因。",
            "An assignment needs the decision it rests on, and a reason.",
        )


def _require_standing(organisation: Organisation, post: Post | None, *, on: date) -> None:
    if organisation.valid_to is not None and organisation.valid_to <= on:
        raise LuoshiError(
            "assign-ended",
            f"{organisation.name}已于 {organisation.valid_to} 撤并。请选择承继其职责的单位。",
            f"{organisation.code} ended on {organisation.valid_to}. Choose what took over its duties.",
        )
    if post is not None and post.organisation_id != organisation.pk:
        raise LuoshiError(
            "assign-post",
            f"岗位“{post.title}”不在{organisation.name}。请选择该单位的岗位。",
            f"The post {post.code} is not of {organisation.code}. Choose one of its own.",
        )


def _clash(row: Responsibility, one: Wanted) -> bool:
    return row.organisation_id == one.organisation.pk or row.part == one.part == Part.LEAD


def _is_settled(rows: Iterable[Responsibility]) -> bool:
    return any(row.part == Part.LEAD and row.source != Source.SUGGESTION for row in rows)


def _record(
    commitment: Commitment,
    gone: Sequence[Responsibility],
    new: Sequence[Wanted],
    origin: str,
    who: str,
    reason: str,
    approved_by: str,
    at: datetime,
) -> ChangeRecord:
    """Return the record of who no longer answers and who does, by part."""
    changes = {
        part: [
            sorted(row.organisation.code for row in gone if row.part == part),
            sorted(one.organisation.code for one in new if one.part == part),
        ]
        for part in Part.values
    }
    return ChangeRecord(
        commitment=commitment,
        what="responsibility",
        origin=origin,
        changes={part: pair for part, pair in changes.items() if pair != [[], []]},
        reason=reason,
        who=who,
        approved_by=approved_by[:200],
        at=at,
    )


def _write(
    begun: Sequence[Wanted],
    ended: Sequence[Responsibility],
    records: Sequence[ChangeRecord],
    *,
    on: date,
    at: datetime,
) -> list[Responsibility]:
    if ended:
        Responsibility.objects.filter(pk__in=[row.pk for row in ended]).update(valid_to=on)
    made = Responsibility.objects.bulk_create(
        Responsibility(
            commitment=one.commitment,
            organisation=one.organisation,
            part=one.part,
            source=one.source,
            row=one.row,
            cites=one.cites,
            post=one.post,
            confirmed=one.confirmed,
            valid_from=on,
            recorded_at=at,
        )
        for one in begun
    )
    ChangeRecord.objects.bulk_create(records)
    return made
