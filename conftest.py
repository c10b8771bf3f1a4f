"""Every test runs against a real PostgreSQL: the one DATABASE_URL names, else the embedded one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from luoshi.config.postgres import ensure_database

os.environ["TZ"] = "Asia/Shanghai"
os.environ.setdefault("LUOSHI_STATE", tempfile.mkdtemp(prefix="luoshi-test-"))
ensure_database(Path(os.environ["LUOSHI_STATE"]))
