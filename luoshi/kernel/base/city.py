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

    def tracking_path(self, year: int) -> Path:
        """Return where it lies by what the year's commitments are measured, and who answers for them."""
        return self.folder / "tracking" / f"{year}.yaml"

    @property
    def calendar_folder(self) -> Path:
        """Return where the days off and the make-up working days lie."""
        return self.folder / "calendar"

    @property
    def parameters_folder(self) -> Path:
        """Return where the dated limits, rates and thresholds lie."""
        return self.folder / "parameters"

    @property
    def contracts_folder(self) -> Path:
        """Return where the model contracts of prepaid consumption lie, one a sector."""
        return self.folder / "contracts"

    def lists_path(self, name: str) -> Path:
        """Return where the lists of that name lie that staff begin with."""
        return self.folder / "lists" / f"{name}.yaml"

    @property
    def series_path(self) -> Path:
        """Return where the figures are defined that others publish."""
        return self.folder / "series.yaml"

    @property
    def rules_folder(self) -> Path:
        """Return where the rule sets that judge targets lie."""
        return self.folder / "rules"

    @property
    def organisations_path(self) -> Path:
        """Return where the city's bodies and posts lie."""
        return self.folder / "organisations.yaml"

    @property
    def streets_path(self) -> Path:
        """Return where its streets and townships lie."""
        return self.folder / "streets.csv"

    @property
    def districts_path(self) -> Path:
        """Return where the boundaries of its districts lie, if it ships any: GeoJSON."""
        return self.folder / "districts.geojson"

    @property
    def chains_folder(self) -> Path:
        """Return where its chains of industry lie, if it ships any: nodes and links."""
        return self.folder / "chains"

    def table_path(self, name: str) -> Path:
        """Return where the code table of that name lies."""
        return self.folder / "tables" / f"{name}.csv"

    @property
    def scope(self) -> str:
        """Return the city's place among those that set rules, "nation/吉林省/四平市"."""
        return f"nation/{self.province}/{self.full_name}"

    @property
    def home_report(self) -> str:
        """Return the name of the report shown first, and judged: that of the year it names."""
        return self.report_slug(self.year)

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
