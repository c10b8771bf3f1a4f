"""The English pages are English: what stays Chinese is the report's own, and is marked so."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation

from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import addresses, make_city
from luoshi.portal.vocabulary import VOCABULARIES

CHINESE = re.compile(r"[\u3400-\u9fff]+")
VOID = {"meta", "link", "input", "br", "rect", "path", "circle", "img", "hr"}


class Unmarked(HTMLParser):
    """Collects Chinese outside elements that say they are Chinese, in text and in attributes people meet."""

    SAID = ("title", "aria-label", "alt", "placeholder", "content", "data-copied")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        chinese = said.get("lang", "").startswith("zh") or bool(self.open and self.open[-1])
        if not chinese:
            self.found += [said[name] for name in self.SAID if CHINESE.search(said.get(name) or "")]
        if tag not in VOID:
            self.open.append(chinese)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if CHINESE.search(data) and not self.open[-1]:
            self.found.append(data.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("address", [*addresses(), "/nowhere/", "/reports/nowhere/"])
def test_an_english_page_marks_every_chinese_word(client, address):
    make_city()

    parser = Unmarked()
    parser.feed(client.get(address, HTTP_ACCEPT_LANGUAGE="en").content.decode())

    assert parser.found == []


@pytest.mark.django_db
def test_the_choice_of_language_is_kept(client):
    make_city()

    response = client.post("/language/", {"language": "en", "next": f"/reports/{home_slug()}/"}, follow=True)

    assert '<html lang="en"' in response.content.decode()
    assert response.request["PATH_INFO"] == f"/reports/{home_slug()}/"


def test_every_word_of_the_reading_has_its_english():
    with translation.override("en"):
        untranslated = [
            text
            for words in VOCABULARIES.values()
            for text in words.values()
            if translation.gettext(text) == text
        ]

    assert untranslated == []
