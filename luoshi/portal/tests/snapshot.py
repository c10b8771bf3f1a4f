"""``python -m luoshi.portal.tests.snapshot``: keep the OpenAPI document as it is now."""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    django.setup()
    from luoshi.config.api import api

    text = json.dumps(api.get_openapi_schema(), default=str, ensure_ascii=False, indent=1)
    Path(__file__).with_name("openapi.json").write_text(text + "\n", "utf-8")
