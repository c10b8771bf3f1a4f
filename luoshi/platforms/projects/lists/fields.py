"""What of a project a list may ask for, show and be ordered by: columns of ``Project`` with their titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from luoshi.platforms.projects.types.project import HORIZONS, NATURES, PROJECT, SORTS


class Kind(StrEnum):
    """What a column holds. Money is asked for and shown in 万元 and kept in whole fen."""

    TEXT = "text"
    CHOICE = "choice"
    PLACE = "place"  # code of an organisation
    UNIT = "unit"  # place in the tree of organisations
    MONEY = "money"
    PERCENT = "percent"  # kept in ten-thousandths
    SHARE = "share"  # one amount as a part of another, in per cent
    DAY = "day"
    FLAG = "flag"
    AGE = "age"  # days since a day: shown, never asked for


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. ``sources`` are the columns of the table that it is made of."""

    key: str
    title: str
    kind: Kind
    sources: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def read(self) -> tuple[str, ...]:
        """Return which columns of the table it is made of."""
        return self.sources or (self.key,)

    @property
    def heading(self) -> str:
        """Return its title with its unit."""
        units = {Kind.MONEY: "（万元）", Kind.PERCENT: "（%）", Kind.SHARE: "（%）", Kind.AGE: "（天）"}
        return self.title + units.get(self.kind, "")

    @property
    def numeric(self) -> bool:
        """Tell whether it stands to the right."""
        return self.kind in (Kind.MONEY, Kind.PERCENT, Kind.SHARE, Kind.AGE)


def _of(kind: Kind, **titles: str) -> Iterable[Column]:
    return (Column(key, title, kind) for key, title in titles.items())


_STATES = tuple((state.key, state.title) for state in PROJECT.states)
_ALL: tuple[Column, ...] = (
    *_of(Kind.TEXT, name="项目名称", code="编号", national_code="项目代码"),
    Column("state", "环节", Kind.CHOICE, choices=_STATES),
    Column("stage_since", "进入现环节日期", Kind.DAY),
    Column("days_in_state", "在现环节", Kind.AGE, sources=("stage_since",)),
    Column("nature", "投资性质", Kind.CHOICE, choices=NATURES),
    Column("sort", "项目类别", Kind.CHOICE, choices=SORTS),
    *_of(Kind.TEXT, key_industry="重点产业", industry="国民经济行业代码"),
    Column("locality", "属地", Kind.PLACE),
    Column("unit", "责任单位", Kind.UNIT, sources=("path",)),
    *_of(Kind.TEXT, developer="项目单位", developer_uscc="项目单位统一社会信用代码", address="建设地点"),
    *_of(Kind.MONEY, planned="计划总投资", estimate="可研估算", budget="初设概算"),
    *_of(Kind.MONEY, secured="已落实资金", invested="累计完成投资", final_cost="决算"),
    Column("secured_share", "资金落实率", Kind.SHARE, sources=("secured", "planned")),
    Column("invested_share", "投资完成率", Kind.SHARE, sources=("invested", "planned")),
    Column("physical", "形象进度", Kind.PERCENT),
    Column("horizon", "储备期", Kind.CHOICE, choices=HORIZONS),
    *_of(Kind.DAY, proposed_on="谋划日期", reserved_on="入储备库日期", approved_on="立项日期"),
    *_of(Kind.DAY, funded_on="资金落实日期", plans_start_on="计划开工", started_on="开工日期"),
    *_of(Kind.DAY, suspended_on="停工日期", resumed_on="最近复工日期", plans_finish_on="计划竣工"),
    *_of(Kind.DAY, finished_on="竣工验收日期", library_on="入库日期", statistics_on="入统日期"),
    Column("reported_on", "最近报送月份", Kind.DAY),
    *_of(Kind.FLAG, livelihood="民生项目", major="重大项目", public="公开", simulated="模拟数据"),
)
COLUMNS = {column.key: column for column in _ALL}
ASKED = {column.key: column for column in _ALL if column.kind is not Kind.AGE}


def known(columns: Iterable[Column] = ASKED.values()) -> str:
    """Return the columns there are, as an error lists them."""
    return "、".join(f"{column.title} {column.key}" for column in columns)
