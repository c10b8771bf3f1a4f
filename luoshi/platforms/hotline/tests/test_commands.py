"""``luoshi hotline`` as it is typed."""

from __future__ import annotations

from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline.actions.keys import digest_of_key
from luoshi.platforms.hotline.models import Open311Key

pytestmark = pytest.mark.django_db


def said(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("hotline", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_key_is_issued_listed_and_revoked():
    words = said("keys", "issue", "城市通", "张工", "--from", "2026-01-01", "--until", "2099-01-01")
    secret = words.strip().rsplit("：", 1)[1]
    key = Open311Key.objects.get()
    assert (key.digest, key.valid_from, key.valid_to) == (
        digest_of_key(secret),
        date(2026, 1, 1),
        date(2099, 1, 1),
    )
    listed = said("keys", "list")
    assert "城市通  张工  2026-01-01 起  2099-01-01 失效" in listed
    assert secret not in listed

    said("keys", "revoke", str(key.pk))

    assert not Open311Key.objects.in_force(date(2099, 1, 1)).exists()


def test_a_key_that_ends_before_it_begins_or_is_not_there_is_refused():
    with pytest.raises(LuoshiError, match="晚于"):
        said("keys", "issue", "城市通", "张工", "--from", "2026-01-02", "--until", "2026-01-02")
    with pytest.raises(LuoshiError, match="编号为 7"):
        said("keys", "revoke", "7")
