"""What a browser shows where nothing was done: our words, in our clothes, and what to do next."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.urls import resolve
from django.views.defaults import permission_denied

from luoshi.desk.tests.factories import INLINE, text_of


def test_a_form_without_its_token_is_told_what_to_do(town, sign_in):
    answer = sign_in("deputy", enforce_csrf_checks=True).post("/desk/notices/read/")

    assert answer.status_code == 403
    assert "请回到上一页，刷新后重新提交" in text_of(answer)
    assert not INLINE.search(answer.content.decode())


def test_who_misses_a_page_of_the_desk_finds_the_way_back_to_their_work(town, sign_in):
    answer = sign_in("deputy").get("/desk/cases/nothing-1/")

    assert answer.status_code == 404
    assert '<a href="/desk/">' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("why", "said"), [("须由管理员清除", "须由管理员清除"), ("", "请联系系统管理员")])
def test_what_is_denied_says_why_or_whom_to_ask(why, said):
    request = RequestFactory().get("/accounts/2fa/")
    request.resolver_match = resolve("/accounts/2fa/")

    answer = permission_denied(request, PermissionDenied(*([why] if why else [])))

    assert answer.status_code == 403
    assert said in text_of(answer)
