"""From what an app sends to what a request keeps. Every value is checked; nothing is silently dropped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import QueryDict

from luoshi.kernel.base.tables import Entry
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.open311.errors import not_given, not_valid
from luoshi.platforms.hotline.open311.offered import ATTRIBUTES, service
from luoshi.platforms.hotline.open311.wishes import moment_of

_LONGEST, _TITLE, _LINK = 4000, 60, 2000
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]*)\](?:\[\])?")
_MARKUP = re.compile(r"<[/!]?[a-zA-Z][^>]*>")
_PHONE = re.compile(r"\+?[\d\s()（）-]{5,20}")
_PLACES = (Kind.DISTRICT, Kind.STREET, Kind.TOWN, Kind.INSTITUTION)


def request_of(post: QueryDict, *, on: date) -> dict[str, Any]:
    """Return the values of a request as intake takes them. Raises ``open311-400`` or ``open311-404``.

    An empty value counts as none. The app's ids of device and account are not kept.
    """
    given = {name: value for name in post if (value := str(post[name]).strip())}
    if "service_code" not in given:
        raise not_given("service_code")
    entry = service(given["service_code"], on=on)
    said = _attributes(post)
    values = {
        "channel": "open311",
        "category": entry.code,
        "sort": said.get("sort", "help"),
        "confidential": said.get("confidential") == "yes",
        "public": said.get("public") == "yes" and said.get("confidential") != "yes",
        **_words(given, entry),
        **_place(given, on),
        **_person(given),
    }
    if "happened_on" in said:
        day = moment_of(said["happened_on"], name="attribute[happened_on]").astimezone(LOCAL).date()
        if day > on:
            raise not_valid("attribute[happened_on]", "日期还没有到", "the day has not come")
        values["happened_on"] = day.isoformat()
    return values


def _words(given: Mapping[str, str], entry: Entry) -> dict[str, str]:
    text = given.get("description", "").replace("\r\n", "\n")
    if len(text) > _LONGEST:
        raise not_valid("description", f"最多{_LONGEST}字", f"at most {_LONGEST} characters")
    if _MARKUP.search(text):
        raise not_valid("description", "不收 HTML", "no HTML is taken")
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    content = [text or f"（没有写描述）{entry.title}"]
    if link := given.get("media_url", ""):
        content.append(f"照片链接（未核对，谨慎打开）：{_link(link)}")
    return {"title": first[:_TITLE] or entry.title, "content": "\n".join(content)}


def _link(text: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        raise not_valid("media_url", "应为 http 或 https 网址", "an http or https URL") from None
    if len(text) > _LINK:
        raise not_valid("media_url", f"最多{_LINK}字符", f"at most {_LINK} characters")
    return text


def _place(given: Mapping[str, str], on: date) -> dict[str, str]:
    if ("lat" in given) != ("long" in given):
        raise not_valid("lat, long", "须同时给出", "both have to be given")
    names = {"address_string": "address", "address_id": "locality"}
    place = {ours: given[theirs] for theirs, ours in names.items() if theirs in given}
    if "lat" in given:
        place["point"] = f"{given['long']},{given['lat']}"
    if not place:
        raise not_given("lat + long, address_string, address_id")
    if (code := place.get("locality")) and not _is_place(code, on):
        raise not_valid(
            "address_id", "不是本市街道、乡镇或区县的代码", "no code of a street, town or district"
        )
    return place


def _is_place(code: str, on: date) -> bool:
    places = Organisation.objects.in_force(on).filter(kind__in=_PLACES)
    return code.isprintable() and places.filter(code=code).exists()


def _person(given: Mapping[str, str]) -> dict[str, str]:
    name = f"{given.get('last_name', '')}{given.get('first_name', '')}"
    if not name.isascii():
        name = name.replace(" ", "")
    elif "last_name" in given and "first_name" in given:
        name = f"{given['first_name']} {given['last_name']}"
    phone, email = given.get("phone", ""), given.get("email", "")
    if phone and not _PHONE.fullmatch(phone):
        raise not_valid("phone", "不是电话号码", "is no telephone number")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise not_valid("email", "不是邮箱地址", "is no e-mail address") from None
    found = {"name": name[:100], "phone": phone, "email": email[:254]}
    return {key: value for key, value in found.items() if value}


def _attributes(post: QueryDict) -> dict[str, str]:
    """Return the answers to the service's own questions, by code. Each takes one of its values."""
    said: dict[str, str] = {}
    for name in post:
        if not name.startswith("attribute"):
            continue
        found = _ATTRIBUTE.fullmatch(name)
        code = found[1] if found else name
        if code not in ATTRIBUTES:
            raise not_valid(name[:60], "没有这个属性", "there is no such attribute")
        several = [value.strip() for value in post.getlist(name) if value.strip()]
        if not several:
            continue
        if len(several) > 1 or (code in said):
            raise not_valid(name, "只能有一个值", "takes one value")
        if ATTRIBUTES[code] and several[0] not in ATTRIBUTES[code]:
            raise not_valid(
                name, f"只能是 {'、'.join(ATTRIBUTES[code])}", f"one of {', '.join(ATTRIBUTES[code])}"
            )
        said[code] = several[0]
    return said
