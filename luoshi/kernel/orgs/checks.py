"""Whether organisations and posts fit together: parents, successors, periods, roles. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from luoshi.kernel.orgs.actor import ROLES
from luoshi.kernel.orgs.entries import Finding, OrganisationEntry, PostEntry

Known = Mapping[str, OrganisationEntry]


def findings(
    organisations: Sequence[OrganisationEntry], posts: Sequence[PostEntry]
) -> tuple[dict[str, str], list[Finding]]:
    """Return the path of each organisation, and everything that does not fit."""
    known = {body.code: body for body in organisations}
    paths = {code: path for code, body in known.items() if (path := _path(body, known))}
    found = [
        *_twice(organisations),
        *_twice(posts),
        *_backwards([*organisations, *posts]),
        *_loose(organisations, known),
        *(
            Finding(body.where, "上级关系成环", "its parents lead in a circle")
            for body in organisations
            if body.code not in paths
        ),
        *_outlived(organisations, posts, known),
        *_unsucceeded(organisations, known),
        *_namesakes(organisations),
        *_roles(posts),
    ]
    return paths, found


def _path(body: OrganisationEntry, known: Known) -> str:
    codes: list[str] = []
    here: OrganisationEntry | None = body
    while here is not None:
        if here.code in codes:
            return ""
        codes.append(here.code)
        here = known.get(here.parent) if here.parent else None
    return "".join(f"{code}/" for code in reversed(codes))


def _twice(entries: Sequence[OrganisationEntry | PostEntry]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for entry in entries:
        if entry.code in seen:
            yield Finding(
                entry.where,
                f"代码 {entry.code} 已在 {seen[entry.code]} 用过",
                f"code {entry.code} is taken by {seen[entry.code]}",
            )
        seen.setdefault(entry.code, entry.where)


def _backwards(entries: Sequence[OrganisationEntry | PostEntry]) -> Iterator[Finding]:
    for entry in entries:
        if entry.until is not None and entry.until <= entry.since:
            yield Finding(entry.where, "until 应晚于 since", "until must be later than since")


def _loose(organisations: Sequence[OrganisationEntry], known: Known) -> Iterator[Finding]:
    for body in organisations:
        for key, code in (("parent", body.parent), ("successor", body.successor)):
            if code and code not in known:
                yield Finding(body.where, f"{key} {code} 不在文件中", f"{key} {code} is not in the file")


def _outlived(
    organisations: Sequence[OrganisationEntry], posts: Sequence[PostEntry], known: Known
) -> Iterator[Finding]:
    for body in organisations:
        yield from _beyond(body, body.until, known.get(body.parent or ""))
    for post in posts:
        upper = known.get(post.organisation)
        yield from _beyond(post, post.until or (upper.until if upper else None), upper)  # ends with its body


def _beyond(
    entry: OrganisationEntry | PostEntry, until: date | None, upper: OrganisationEntry | None
) -> Iterator[Finding]:
    if upper and (entry.since < upper.since or _end(until) > _end(upper.until)):
        yield Finding(
            entry.where,
            f"有效期超出 {upper.code} 的有效期",
            f"its period reaches beyond that of {upper.code}",
        )


def _unsucceeded(organisations: Sequence[OrganisationEntry], known: Known) -> Iterator[Finding]:
    for body in organisations:
        if body.until is None:
            if body.successor:
                yield Finding(body.where, "有 successor 而没有 until", "has a successor but no until")
            continue
        if not body.successor:
            yield Finding(
                body.where, "已终止而没有写明 successor（谁承继职责）", "has ended but names no successor"
            )
            continue
        heir = known.get(body.successor)
        if heir and not heir.since <= body.until < _end(heir.until):
            yield Finding(
                body.where,
                f"{body.until} 那天 {heir.code} 不存在，不能承继",
                f"{heir.code} does not exist on {body.until} and cannot succeed",
            )


def _namesakes(organisations: Sequence[OrganisationEntry]) -> Iterator[Finding]:
    groups: dict[tuple[str, str | None], list[OrganisationEntry]] = {}
    for body in organisations:
        groups.setdefault((body.name, body.parent), []).append(body)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if one.since < _end(other.until) and other.since < _end(one.until):
                yield Finding(
                    other.where,
                    f"与 {one.where} 同名同上级，有效期重叠",
                    f"has name and parent of {one.where}, and their periods overlap",
                )


def _roles(posts: Sequence[PostEntry]) -> Iterator[Finding]:
    for post in posts:
        for role in post.roles:
            if role not in ROLES:
                yield Finding(
                    post.where,
                    f"没有“{role}”这个角色；可用 {'、'.join(ROLES)}",
                    f"there is no role {role!r}; use one of {', '.join(ROLES)}",
                )


def _end(until: date | None) -> date:
    return until or date.max
