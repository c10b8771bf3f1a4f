"""Every write of this app: the city's organisations, who holds which post, accounts and their guards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.utils import reset as forget_failures
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.adapters import typed_name
from luoshi.kernel.orgs.directory import Directory, invalid, read_directory
from luoshi.kernel.orgs.entries import Finding, OrganisationEntry, PostEntry
from luoshi.kernel.orgs.models import Account, Clearance, Holding, Organisation, Post

_ORGANISATION = ("name", "short", "kind", "path", "region", "duties", "valid_from", "valid_to")
_POST = ("title", "roles", "reads", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading the organisations did: codes of organisations and posts."""

    created: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    closed: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"新增 {len(self.created)} · 更改 {len(self.changed)} · "
            f"终止 {len(self.closed)} · 未变 {len(self.unchanged)}"
        )


@transaction.atomic
def load_organisations(path: Path, *, streets: Path | None = None) -> Loaded:
    """Bring the database in step with the city's files. The same files again change nothing.

    Nothing is ever removed: what has ended gets an ``until`` in the file. Raises
    ``organisations-missing`` or ``organisations-invalid`` with every problem, and then writes nothing.
    """
    directory = read_directory(path, streets=streets)
    bodies = {one.code: one for one in Organisation.objects.select_for_update()}
    posts = {one.code: one for one in Post.objects.select_for_update()}
    _require_all_named(directory, bodies, posts, file=path.name)

    tally: dict[str, list[str]] = {"created": [], "changed": [], "unchanged": [], "closed": []}
    new = [
        Organisation(code=one.code, **_body(one, directory))
        for one in directory.organisations
        if one.code not in bodies
    ]
    made = {one.code: one.pk for one in [*bodies.values(), *Organisation.objects.bulk_create(new)]}
    touched: list[Organisation] = []
    for entry in directory.organisations:
        row = bodies.get(entry.code) or next(one for one in new if one.code == entry.code)
        wanted = _body(entry, directory) | {
            "parent_id": made[entry.parent] if entry.parent else None,
            "successor_id": made[entry.successor] if entry.successor else None,
        }
        _settle(row, wanted, tally, touched, known=entry.code in bodies)
    Organisation.objects.bulk_update(touched, [*_ORGANISATION, "parent", "successor"])

    fresh: list[Post] = []
    amended: list[Post] = []
    for post in directory.posts:
        kept = posts.get(post.code)
        wanted = _post(post) | {"organisation_id": made[post.organisation]}
        if kept is None:
            fresh.append(Post(code=post.code, **wanted))
            tally["created"].append(post.code)
        else:
            _settle(kept, wanted, tally, amended, known=True)
    Post.objects.bulk_create(fresh)
    Post.objects.bulk_update(amended, [*_POST, "organisation"])
    return Loaded(**{name: tuple(codes) for name, codes in tally.items()})


def _require_all_named(
    directory: Directory, bodies: dict[str, Organisation], posts: dict[str, Post], *, file: str
) -> None:
    named = {one.code for one in directory.organisations} | {one.code for one in directory.posts}
    gone = [code for code in (*bodies, *posts) if code not in named]
    if gone:
        zh, en = (
            "已载入而文件中没有；请写回，并用 until 注明终止日",
            "was loaded but is not in the file; give it an until",
        )
        raise invalid(file, [Finding(code, zh, en) for code in gone])


def _settle(
    row: Any, wanted: dict[str, Any], tally: dict[str, list[str]], touched: list[Any], *, known: bool
) -> None:
    kept = {name: getattr(row, name) for name in wanted}
    for name, value in wanted.items():
        setattr(row, name, value)
    if kept != wanted:
        touched.append(row)
    if not known:
        tally["created"].append(row.code)
    elif kept == wanted:
        tally["unchanged"].append(row.code)
    else:
        ended = kept["valid_to"] is None and row.valid_to is not None
        tally["closed" if ended else "changed"].append(row.code)


def _body(entry: OrganisationEntry, directory: Directory) -> dict[str, Any]:
    return {
        "name": entry.name,
        "short": entry.short,
        "kind": entry.kind,
        "path": directory.paths[entry.code],
        "region": entry.region,
        "duties": list(entry.duties),
        "valid_from": entry.since,
        "valid_to": entry.until,
    }


def _post(entry: PostEntry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "roles": list(entry.roles),
        "reads": list(entry.reads),
        "valid_from": entry.since,
        "valid_to": entry.until,
    }


@transaction.atomic
def appoint(account: Account, post: Post, *, from_: date, acting: bool = False) -> Holding:
    """Let the account hold the post from the day on. The same appointment again returns the first.

    Raises ``post-not-in-force`` or ``post-already-held``.
    """
    Post.objects.select_for_update().get(pk=post.pk)  # appointments to one post come one after another
    if not Post.objects.in_force(from_).filter(pk=post.pk).exists():
        raise LuoshiError(
            "post-not-in-force",
            f"{from_} 那天没有岗位 {post.code}（{post.title}）。请用 luoshi orgs list 查看岗位和有效期。",
            f"There is no post {post.code} on {from_}. See luoshi orgs list for posts and their periods.",
        )
    running = Holding.objects.filter(account=account, post=post)
    running = running.filter(Q(held_to__isnull=True) | Q(held_to__gt=from_))
    for holding in running:
        if (holding.held_from, holding.held_to, holding.acting) == (from_, None, acting):
            return holding
        raise LuoshiError(
            "post-already-held",
            f"{account.get_full_name()} 自 {holding.held_from} 起已任 {post.code}。请先免去，再重新任命。",
            f"{account.username} has held {post.code} since {holding.held_from}. Relieve, then appoint anew.",
        )
    return Holding.objects.create(account=account, post=post, held_from=from_, acting=acting)


@transaction.atomic
def relieve(holding: Holding, *, on: date) -> Holding:
    """End the holding; ``on`` is the first day without it. The same day again changes nothing.

    Raises ``relief-too-early`` or ``already-relieved``.
    """
    kept = Holding.objects.select_for_update().get(pk=holding.pk)
    if kept.held_to == on:
        return kept
    if kept.held_to is not None:
        raise LuoshiError(
            "already-relieved",
            f"这项任职已于 {kept.held_to} 终止，不再更改。",
            f"This holding ended on {kept.held_to} and stays as it is.",
        )
    if on <= kept.held_from:
        raise LuoshiError(
            "relief-too-early",
            f"任职自 {kept.held_from} 起，免职日须晚于这一天。",
            f"The holding runs from {kept.held_from}; it can end only on a later day.",
        )
    kept.held_to = on
    kept.save(update_fields=["held_to"])
    return kept


@transaction.atomic
def create_account(
    username: str,
    *,
    name: str = "",
    email: str = "",
    clearance: int = Clearance.INTERNAL,
    password: str | None = None,
) -> Account:
    """Make an account. Without a password nobody can sign in until one is set by its link.

    Raises ``account-exists`` or ``account-invalid``, the latter with what is wrong, a weak password included.
    """
    if Account.objects.filter(username__iexact=username).exists():  # signing in ignores case
        raise LuoshiError(
            "account-exists",
            f"用户名 {username} 已有账号。请换一个，或用 luoshi accounts link {username} 重发设置链接。",
            f"There is an account {username}. Choose another name, or luoshi accounts link {username}.",
        )
    account = Account(username=username, name=name, email=email, clearance=clearance)
    zh, en = (_faults(account, password, language) for language in ("zh-hans", "en"))
    if zh:
        raise LuoshiError("account-invalid", f"账号没有开立：{zh}", f"No account was made: {en}")
    account.set_password(password)  # None makes it unusable
    account.save()
    return account


def _faults(account: Account, password: str | None, language: str) -> str:
    with translation.override(language):  # some messages are put into words where they arise
        try:
            account.clean_fields(exclude=["password"])
            if password is not None:
                validate_password(password, account)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def password_path(account: Account) -> str:
    """Return the address at which the account's password can be set once, within a day."""
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return reverse("account_reset_password_from_key", kwargs=key)


def switch_account(account: Account, *, on: bool) -> None:
    """Switch the account on or off. Switched off it cannot sign in, and open sessions end at once."""
    Account.objects.filter(pk=account.pk).update(is_active=on)


def unlock(account: Account) -> int:
    """Forget the failed passwords of the account, from whatever machine. Returns how many records."""
    return int(forget_failures(username=typed_name(None, {"username": account.username})))


@transaction.atomic
def drop_second_factor(account: Account) -> int:
    """Remove authenticator and recovery codes of someone who has lost both. Returns how many were removed."""
    count, _ = Authenticator.objects.filter(user=account).delete()
    return int(count)
