"""Every test runs against a real PostgreSQL: the one DATABASE_URL names, else the embedded one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import dj_database_url
from django.conf import settings

from luoshi.config.postgres import ensure_database

os.environ["TZ"] = "Asia/Shanghai"
os.environ.setdefault("LUOSHI_STATE", tempfile.mkdtemp(prefix="luoshi-test-"))
# pytest-django has loaded the settings before this file is read.
settings.DATABASES["default"].update(dj_database_url.parse(ensure_database(Path(os.environ["LUOSHI_STATE"]))))
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the static files' middleware warns
