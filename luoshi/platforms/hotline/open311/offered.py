"""The services of Open311: the city's table of categories, and what may be said about a request of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.kernel.base.tables import Entry, Table
from luoshi.kernel.cases.tables import city_table
from luoshi.platforms.hotline.open311.errors import not_found
from luoshi.platforms.hotline.types.request import SORTS, YES_NO

TABLE = "hotline_categories"
_LISTED, _DAY = "singlevaluelist", "datetime"
_ATTRIBUTES: tuple[tuple[str, str, str, tuple[tuple[str, str], ...]], ...] = (
    ("sort", _LISTED, "诉求类型。不填按求助。What is wanted; help where it is left out.", SORTS),
    ("happened_on", _DAY, "事发日期。The day on which it happened.", ()),
    (
        "confidential",
        _LISTED,
        "要求保密：承办单位也看不到姓名和联系方式，不公开。Kept from the unit too, and not published.",
        YES_NO,
    ),
    (
        "public",
        _LISTED,
        "同意公开：公开类别、街道、约百米的位置、承办单位、期限、进度和答复；不公开描述、地址、姓名、联系方式和照片。"
        "不填为不同意。May be published: category, street, place to about 100 m, unit, deadline, progress and"
        " answer; never description, address, name, contact or photo. Silence is no consent.",
        YES_NO,
    ),
)
ATTRIBUTES = {code: tuple(key for key, _ in values) for code, _, _, values in _ATTRIBUTES}


def services(*, on: date) -> list[dict[str, Any]]:
    """Return what can be asked for on the day. The group is the first level of the table."""
    table = city_table(TABLE)
    return [_service(table, entry) for entry in table.leaves(on)]


def service(code: str, *, on: date) -> Entry:
    """Return the category of the code. Raises ``open311-404`` where none can be asked for under it."""
    table = city_table(TABLE)
    entry = table.get(code)
    if entry is None or not table.names(code, on=on):
        raise not_found("service_code", code)
    return entry


def definition(code: str, *, on: date) -> dict[str, Any]:
    """Return what else may be said about a request of the service. Raises ``open311-404``."""
    return {
        "service_code": service(code, on=on).code,
        "attributes": [
            {
                "variable": True,
                "code": key,
                "datatype": datatype,
                "required": False,
                "datatype_description": None,
                "order": order,
                "description": description,
                "values": [{"key": value, "name": name} for value, name in values],
            }
            for order, (key, datatype, description, values) in enumerate(_ATTRIBUTES, start=1)
        ],
    }


def _service(table: Table, entry: Entry) -> dict[str, Any]:
    above = [each.title for each in table.chain(entry.code)]
    return {
        "service_code": entry.code,
        "service_name": entry.title,
        "description": " / ".join(above),
        "metadata": True,
        "type": "realtime",
        "keywords": ", ".join(above[1:]),
        "group": above[0],
    }
