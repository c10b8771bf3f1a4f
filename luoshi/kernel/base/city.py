"""The folder that another city replaces: who is served, and where its texts lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from luoshi.kernel.base.errors import LuoshiError


@dataclass(frozen=True, slots=True)
class City:
    """A city and its folder of texts."""

    folder: Path
    slug: str
    name: str
    name_en: str
    full_name: str
    province: str
    year: int

    def report_path(self, year: int) -> Path:
        """Return where the work report of the year lies, as published."""
        return self.folder / "reports" / f"{year}.txt"

    def commitments_path(self, year: int) -> Path:
        """Return where the reviewed commitments of the year lie."""
        return self.folder / "commitments" / f"{year}.yaml"

    def report_slug(self, year: int) -> str:
        """Return the name of the year's report, "siping-2026"."""
        return f"{self.slug}-{year}"


def load_city(folder: Path) -> City:
    """Read ``city.yaml``. Raises ``city-missing`` or ``city-incomplete`` with what to do."""
    path = folder / "city.yaml"
    try:
        fields = yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise LuoshiError(
            "city-missing",
            f"找不到城市说明文件 {path}。请把 LUOSHI_CITY 指向含有 city.yaml 的文件夹。",
            f"There is no {path}. Point LUOSHI_CITY at a folder that holds a city.yaml.",
        ) from error
    try:
        return City(folder=folder, **fields)
    except TypeError as error:
        raise LuoshiError(
            "city-incomplete",
            f"{path} 的字段不对：{error}。请对照随附的 city/city.yaml 补全。",
            f"{path} has wrong fields: {error}. Compare it with the city/city.yaml that comes along.",
        ) from error
