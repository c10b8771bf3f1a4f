"""Keep the declarations that acts are done under, as text by the hash that their events name."""

from __future__ import annotations

from django.db import transaction

from luoshi.kernel.cases.declarations import CaseType
from luoshi.kernel.cases.models import Snapshot
from luoshi.kernel.cases.registry import declared_text, rules_hash

_snapshots: set[str] = set()  # hashes this process knows to be kept


def keep_rules(declared: CaseType) -> None:
    """Keep the declarations of the type, where they are not kept yet."""
    digest = rules_hash(declared)
    if digest in _snapshots:
        return
    Snapshot.objects.bulk_create(
        [Snapshot(hash=digest, type=declared.key, version=declared.version, text=declared_text(declared))],
        ignore_conflicts=True,
    )
    transaction.on_commit(lambda: _snapshots.add(digest))
