"""What each invented project of a year is: where, what for, how large, and what will become of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from luoshi.kernel.base.uscc import completed

NOWHERE = "229900"  # a division that there is not, so that no code is a real firm's
YUAN = 100  # fen
TEN_THOUSAND = 10_000 * YUAN
OWN = 186  # of a year's two hundred; the others tell again, or in parts, what some of these say
_GOLDEN, _SILVER = 0.618_034, 0.414_214  # their multiples fill a span evenly
FATES = (  # how many of a year's own projects
    *(("same", 43), ("next", 47), ("later", 16), ("waits", 56), ("ready", 18), ("idea", 1)),
    *(("ends", 3), ("merges", 2)),
)
SIZES = (  # up to which share of them, from and to how many 万元
    *((0.04, 800, 4_900), (0.50, 5_000, 9_900), (0.895, 10_000, 95_000)),
    *((0.976, 100_000, 950_000), (1.0, 1_000_000, 1_800_000)),
)
SORTS = (
    *((0.59, "industry"), (0.73, "infrastructure"), (0.81, "livelihood"), (0.88, "ecology")),
    *((0.95, "rural"), (1.0, "renewal")),
)
_TONS, _AREA, _LENGTH, _POWER = "年产{}万吨", "{}万平方米", "{}公里", "{}万千瓦"
_HEADS, _PIECES = "年出栏{}万头", "年产{}万台套"
# Region, organisation, name, and a place in the middle of it.
DISTRICTS = (
    ("220302", "tiexi", "铁西区", 124.345, 43.152),
    ("220303", "tiedong", "铁东区", 124.450, 43.170),
    ("220322", "lishu", "梨树县", 124.300, 43.330),
    ("220323", "yitong", "伊通县", 125.290, 43.340),
    ("220382", "shuangliao", "双辽市", 123.520, 43.540),
)
# What is built: the key industry, the code of GB/T 4754-2017, the work, and what it is measured in.
WORKS = {
    "industry": (
        *(("现代农业", "1391", "玉米精深加工", _TONS), ("现代农业", "1353", "肉牛屠宰分割", _HEADS)),
        *(("新材料", "2653", "可降解材料", _TONS), ("新材料", "3032", "轻质墙板", _AREA)),
        *(("特色产业装备", "3572", "免耕播种机", _PIECES), ("特色产业装备", "3311", "换热机组", _PIECES)),
        *(("新能源", "4415", "风电储能", _POWER), ("新能源", "4416", "屋顶光伏", _POWER)),
        *(("医药健康", "2740", "中药饮片", _TONS), ("现代物流", "5930", "冷链仓储", _AREA)),
        *(("文化旅游", "7861", "民俗度假区", _AREA), ("食品饮料", "1461", "豆制品", _TONS)),
    ),
    "infrastructure": (
        *(("", "4812", "道路改造", _LENGTH), ("", "4851", "供热管网", _LENGTH), ("", "4813", "桥梁加固", "")),
    ),
    "livelihood": (
        *(("", "8332", "学校新建", _AREA), ("", "8411", "医院扩建", _AREA), ("", "8514", "养老院", _AREA)),
    ),
    "ecology": (
        *(("", "4620", "污水处理厂", "日处理{}万吨"), ("", "7721", "河道治理", _LENGTH)),
        ("", "7820", "垃圾中转站", ""),
    ),
    "rural": (
        *(
            ("", "0511", "高标准农田", "{}万亩"),
            ("", "4610", "农村供水", _LENGTH),
            ("", "0532", "灌区改造", "{}万亩"),
        ),
    ),
    "renewal": (
        *(("", "4790", "老旧小区改造", _AREA), ("", "4852", "雨污分流", _LENGTH), ("", "4811", "停车场", "")),
    ),
}
CITY_UNITS = {
    "industry": "industry",
    "infrastructure": "transport",
    "livelihood": "education",
    "ecology": "ecology",
    "rural": "agriculture",
    "renewal": "housing",
}
_FIRST, _SECOND = "松辽平晨禾润泽丰岳恒川宏", "源和达信远盛安嘉悦新邦诚"  # an invented firm's two signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One invented project as it is proposed. ``twin`` says what of: a project told again, or a part."""

    number: int
    fate: str
    proposed_on: date
    name: str
    unit: str
    locality: str
    sort: str
    nature: str
    planned: int
    key_industry: str
    industry: str
    address: str
    longitude: float | None
    latitude: float | None
    developer: str
    uscc: str
    twin: str = ""  # duplicate | split
    of: int | None = None  # number of the project it repeats, or is cut from

    @property
    def major(self) -> bool:
        """Tell whether it is one of the city's major projects: nearly all large ones that will start."""
        return self.planned >= 5_000 * TEN_THOUSAND and self.number % 12 != 5


@dataclass(frozen=True, slots=True)
class Town:
    """A street or town: its code, its name, the region of its district."""

    code: str
    name: str
    region: str


def own_projects(year: int, *, seed: int, towns: Sequence[Town]) -> list[Planned]:
    """Return what is proposed in the year, by number, before anything is told twice."""
    random = Random(f"{seed}:{year}")  # noqa: S311  invented, not secret
    fates = [fate for fate, many in FATES for _ in range(many)]
    random.shuffle(fates)
    seen: dict[str, int] = {}
    offset = random.random()
    made = []
    for number, fate in enumerate(fates):
        at = seen[fate] = seen.get(fate, -1) + 1
        size, kind = (at * _GOLDEN + offset) % 1, (at * _SILVER + offset * 3) % 1
        made.append(_planned(number, fate, size, kind, year=year, towns=towns, seed=seed))
    return _with_phases(made)


def money_between(random: Random, least: int, most: int) -> int:
    """Return a sum in fen between two in 万元, rounded as plans are and denser at its lower end."""
    value: float = least * (most / least) ** random.random()
    step = 100 if value >= 1_000 else 10
    return max(least, round(value / step) * step) * TEN_THOUSAND


def _planned(
    number: int, fate: str, size: float, kind: float, *, year: int, towns: Sequence[Town], seed: int
) -> Planned:
    random = Random(f"{seed}:{year}:{number}")  # noqa: S311
    sort = _at(kind, SORTS)
    least, most = next((least, most) for upto, least, most in SIZES if size <= upto)
    key_industry, industry, work, measure = random.choice(WORKS[sort])
    region, district, named, longitude, latitude = random.choice(DISTRICTS)
    town = random.choice([town for town in towns if town.region == region])
    enterprise = random.random() < (0.9 if sort == "industry" else 0.12)
    firm = f"{random.choice(_FIRST)}{random.choice(_SECOND)}{random.choice(_FIRST)}"
    last = 95 if fate == "same" else 350
    return Planned(
        number=number,
        fate=fate,
        proposed_on=date(year, 1, 3) + timedelta(days=random.randrange(last)),
        name=f"模拟·{town.name}{_scale(work, measure, random)}项目",
        unit=CITY_UNITS[sort] if random.random() < 0.25 else district,
        locality=town.code,
        sort=sort,
        nature="enterprise" if enterprise else "government",
        planned=money_between(random, least, most),
        key_industry=key_industry,
        industry=industry,
        address=f"{named}{town.name}模拟路{random.randrange(1, 400)}号",
        longitude=round(longitude + random.uniform(-0.09, 0.09), 6),
        latitude=round(latitude + random.uniform(-0.05, 0.05), 6),
        developer=f"模拟·{firm}实业有限公司" if enterprise else f"模拟·{named}建设事务中心",
        uscc=completed(f"91{NOWHERE}MA{year % 10}{number:05}" if enterprise else f"11{region}00000000"),
    )


def _with_phases(made: list[Planned]) -> list[Planned]:
    """Make some of them the second phase of another, proposed much later at the same place."""
    firms = [one for one in made if one.nature == "enterprise" and one.proposed_on.month <= 3]
    later = [one for one in made if one.nature == "enterprise" and one.proposed_on.month >= 10]
    for first, second in list(zip(firms, later, strict=False))[:4]:
        made[first.number] = replace(first, name=f"{first.name}一期")
        made[second.number] = replace(
            second,
            name=f"{first.name}二期",
            **{key: getattr(first, key) for key in ("locality", "address", "longitude", "latitude")},
            **{key: getattr(first, key) for key in ("developer", "uscc", "sort", "key_industry", "industry")},
        )
    return made


def _scale(work: str, measure: str, random: Random) -> str:
    many = random.choice((3, 5, 8, 10, 12, 20, 30, 50))
    kind = "" if work.endswith(("新建", "扩建", "改造", "治理")) else random.choice(("", "建设", "新建"))
    return f"{measure.format(many) if random.random() < 0.75 else ''}{work}{kind}"


def _at(share: float, bands: Sequence[tuple[float, str]]) -> str:
    return next(name for upto, name in bands if share <= upto)
