"""For tests of several processes: rows that all of them see, and processes that end with the test."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django_tasks_db.models import DBTaskResult

from luoshi.kernel.notices.models import Notice, Subscription
from luoshi.kernel.orgs.models import Account


@pytest.fixture(scope="module", autouse=True)
def nothing_is_emptied() -> Iterator[None]:
    # Django would empty every table after each test, which those that keep history refuse.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: None)
        yield


@pytest.fixture(autouse=True)
def own_rows_are_taken_away() -> Iterator[None]:
    yield
    for model in (Notice, Subscription, DBTaskResult):
        model.objects.all().delete()
    Account.objects.all()._raw_delete(connection.alias)  # whatever else may point to accounts, nothing does


@contextmanager
def python(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run code in a process of its own, with Django on the tests' database; kill it in the end."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    environment = os.environ | {
        "DATABASE_URL": url.geturl(),
        "DJANGO_SETTINGS_MODULE": "luoshi.config.settings",
        "LUOSHI_SECRET_KEY": settings.SECRET_KEY,
        "LUOSHI_SITE": settings.ENV.site,
        "LUOSHI_WEBHOOK_NETWORKS": '["127.0.0.0/8"]',
    }
    process = subprocess.Popen(
        [sys.executable, "-c", f"import django; django.setup()\n{code}", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(holds: Callable[[], Any], *, seconds: float = 60) -> None:
    """Wait until it holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)
