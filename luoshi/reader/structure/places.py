"""The place a report speaks for: as its head states it, or else the place it names most."""

from __future__ import annotations

import re
from collections import Counter

from luoshi.reader.structure.gazetteer import PREFECTURES, PROVINCES

NATION = "全国"

_HEAD = 1500
_KIND = r"(?:自治区|自治州|自治县|特别行政区|省|市|州|盟|地区|县|区|旗)"
_NAME = rf"(?P<place>(?!(?:自治|本|各|全|我))[一-龥]{{2,9}}?{_KIND})"
_STATED = (
    re.compile(rf"(?:^|[\n\s年]){_NAME}(?:人民)?政府工作报告"),
    re.compile(rf"在{_NAME}第?[〇零一二三四五六七八九十\d]+届"),
    re.compile(rf"代表{_NAME}(?:第[一二三四五六七八九十]+届)?人民政府"),
    re.compile(rf"(?:^|[\n\s]){_NAME}(?:人民政府)?(?:代)?(?:市长|省长|主席|州长|区长|县长)\s"),
    re.compile(rf"(?:^|\n)\s*{_NAME}\d{{4}}年"),
    re.compile(rf"《{_NAME}国民经济"),
)
_NATION = re.compile(r"国务院(?:政府工作报告|总理)|代表国务院")
_CITY = re.compile(r"我市|代表市|市委、市政府|市人大")
_FEWEST = 3


def find_place(shadow: str) -> str | None:
    """Return the place with its kind (四平市, 内蒙古自治区, 全国), or None where the text does not tell."""
    head = shadow[:_HEAD]
    if _NATION.search(head):
        return NATION
    stated = next((match for pattern in _STATED if (match := pattern.search(head))), None)
    return stated["place"] if stated else _most_named(shadow)


def _most_named(shadow: str) -> str | None:
    """Return the place that occurs most: of the prefectures where the text speaks as a city."""
    names = PREFECTURES if _CITY.search(shadow) else PROVINCES
    counts = Counter(re.findall("|".join(names), shadow))
    stem, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    return names[stem] if count >= _FEWEST else None
