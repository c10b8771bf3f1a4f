"""A program that calls Open311 by hand, and requests that may be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from lxml import etree

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town
from luoshi.platforms.hotline.actions import issue_key
from luoshi.platforms.hotline.tests import factories

ROOT = "/open311/v2"
POINT = "124.350449,43.166351"
LAMP = {
    "service_code": "010402",
    "lat": "43.166351",
    "long": "124.350449",
    "description": "楼下路灯不亮\n三天了，晚上看不见路。",
    "last_name": "王",
    "first_name": "某某",
    "phone": "13900001111",
    "email": "wang@mail.example",
    "device_id": "tt222111",
    "account_id": "77001",
    "attribute[public]": "yes",
}


@dataclass
class Caller:
    """Calls, and reads JSON or XML into the same: lists and dictionaries of text."""

    client: Client
    key: str = ""

    def get(self, path: str, **given: Any) -> Any:
        """Return the answer."""
        return self.client.get(f"{ROOT}/{path}", given)

    def json(self, path: str, **given: Any) -> Any:
        """Return what is answered."""
        response = self.get(path, **given)
        assert response.status_code == 200, response.content.decode()
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        return response.json()

    def xml(self, path: str, **given: Any) -> etree._Element:
        """Return the root element of what is answered."""
        response = self.get(path, **given)
        assert response.status_code == 200, response.content.decode()
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        return etree.fromstring(response.content)

    def post(self, form: str = "json", *, headers: dict[str, str] | None = None, **given: Any) -> Any:
        """Bring the lamp, with other values where they are given, and leave out those that are None."""
        self.key = self.key or issue_key(name="app", contact="dev", valid_from=date(2026, 1, 1)).secret
        values = {
            key: value for key, value in ({"api_key": self.key} | LAMP | given).items() if value is not None
        }
        return self.client.post(
            f"{ROOT}/requests.{form}", values_as_form(values), content_type=FORM, headers=headers
        )


FORM = "application/x-www-form-urlencoded"


def values_as_form(values: dict[str, Any]) -> str:
    """Return the values as a form sends them."""
    return urlencode(values, doseq=True)


def errors(response: Any, status: int) -> str:
    """Require an error body in the form of the address, and return what it says."""
    assert response.status_code == status, response.content.decode()
    if response.request["PATH_INFO"].endswith(".json"):
        found = response.json()
        codes, words = [one["code"] for one in found], [one["description"] for one in found]
    else:
        root = etree.fromstring(response.content)
        assert root.tag == "errors"
        codes, words = (
            [int(each) for each in root.xpath("error/code/text()")],
            root.xpath("error/description/text()"),
        )
    assert set(codes) == {status}
    assert all(words)
    return " ".join(words)


def located(town: Town, at: str = "2026-03-02", **more: Any) -> Case:
    """Open a request whose resident agreed to have it published, at a place."""
    given: dict[str, Any] = {"public": True, "point": POINT} | more
    return factories.asked(town, at, **given)


def finished(town: Town, **more: Any) -> Case:
    """Return a published request that was answered and found well."""
    given: dict[str, Any] = {"public": True, "point": POINT} | more
    return factories.finished(town, **given)
