"""Every role at every address of the desk. An address that is not in the table fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from luoshi.desk.tests.factories import INLINE, answered, status_of
from luoshi.desk.urls import urlpatterns
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, person, town_of
from luoshi.kernel.cases.tests.kept import kept
from luoshi.platforms.hotline.models import Round
from luoshi.platforms.hotline.tests.topics.told import a_round, said

ROLES = {  # the deputy of the case, another, the unit, another, the office, the watch
    "deputy": "deputy",
    "colleague": "colleague",
    "handler": "education_handler",
    "head": "education_head",
    "stranger": "transport_handler",
    "office": "office",
    "monitor": "monitor",
    "admin": "administrator",  # runs the system, and is no part of any matter
    "sorter": "discipline",  # sees to what the public asks, and reads nothing else
}
EVERYONE = dict.fromkeys(ROLES, 200)
OF_THE_CASE = EVERYONE | {"colleague": 404, "stranger": 404, "admin": 404, "sorter": 404}
SORTERS = dict.fromkeys(ROLES, 403) | {"sorter": 200}
OPENERS = dict.fromkeys(ROLES, 403) | {"deputy": 200, "colleague": 200}
REDIRECTED = {role: 302 if status == 200 else status for role, status in OF_THE_CASE.items()}
POSTED = dict.fromkeys(ROLES, 405)  # such an address only takes what is posted
NOBODY = dict.fromkeys(ROLES, 403)  # only the supervision office settles what a promise is held to
ABSENT = dict.fromkeys(ROLES, 404)  # of a report or a series the town does not have
SUPERVISORS = dict.fromkeys(ROLES, 403) | {"office": 200, "monitor": 200}
WATCHERS = EVERYONE | dict.fromkeys(("deputy", "colleague", "admin"), 403)  # of what residents ask for
AT_WORK = WATCHERS | {"sorter": 403}  # on projects, and with investors
NO_WORK = {role: 404 if status == 200 else status for role, status in AT_WORK.items()}
OPEN = {"feed"}  # its secret is its key

TABLE = {
    "work": EVERYONE,
    "keep_filter": POSTED,
    "drop_filter": POSTED,
    "board": EVERYONE,
    "calendar": EVERYONE,
    "feed": dict.fromkeys(ROLES, 404),
    "make_feed": POSTED,
    "drop_feed": POSTED,
    "new": EVERYONE,
    "open": OPENERS,
    "call": dict.fromkeys(ROLES, 403),  # only agents of the hotline take calls
    "advice": POSTED,
    "knowledge": EVERYONE,
    "add_entry": dict.fromkeys(ROLES, 403) | {"handler": 200, "head": 200, "stranger": 200},
    "entry": ABSENT,  # there is no such entry
    "import": OPENERS,
    "export_xlsx": EVERYONE,
    "export_csv": EVERYONE,
    "bulk": EVERYONE,
    "case": OF_THE_CASE,
    "do": REDIRECTED,
    "relate": REDIRECTED,
    "show_private": REDIRECTED,
    "doubts": POSTED,
    "audit": OF_THE_CASE,
    "commitments": EVERYONE,
    "confirm": NOBODY,
    "tasks": NOBODY,
    **dict.fromkeys(("commitment", "target", "check", "assign", "proof"), ABSENT),
    "figures": EVERYONE,
    "figures_import": EVERYONE | dict.fromkeys(("deputy", "colleague", "monitor", "sorter"), 403),
    "figure": ABSENT | {"office": 200, "admin": 200},
    "figure_proof": ABSENT,
    "rows": EVERYONE,
    "hot": WATCHERS,
    "hot_issue": WATCHERS | {role: 404 for role, status in WATCHERS.items() if status == 200},
    "hot_raise": POSTED,
    **dict.fromkeys(("rounds", "round", "round_import", "poster", "opinion"), SORTERS),
    **dict.fromkeys(("round_note", "survey_answer"), POSTED),
    "survey": ABSENT,  # of a proposal; of a question see test_surveys
    **dict.fromkeys(("closure", "closure_claims", "closure_transfer"), ABSENT),  # see test_closures
    "prepaid": SUPERVISORS,  # and the market regulator: test_prepaid
    "prepaid_shop": dict.fromkeys(ROLES, 403) | {"office": 404, "monitor": 404},  # there is no such shop
    "custody": SUPERVISORS,  # and the market regulator: test_custody
    "custody_account": dict.fromkeys(ROLES, 403) | {"office": 404, "monitor": 404},
    **dict.fromkeys(("custody_import", "custody_claim", "custody_return", "custody_again"), POSTED),
    "prepaid_new": NOBODY,
    "prepaid_card": NOBODY,
    **dict.fromkeys(("prepaid_key", "prepaid_key_end"), POSTED),
    "project_leader": AT_WORK,  # each sees their own projects there
    **dict.fromkeys(("project_delivery", "project_photo"), NO_WORK),
    "investment_chains": AT_WORK,
    **dict.fromkeys(("investment_chain", "investment_node", "investment_way", "investment_proof"), NO_WORK),
    "investment_capacity": NOBODY,  # and the post of investment: test_investment_chain
    "investment_survey": POSTED,
    "investment": AT_WORK,
    "investment_counting": AT_WORK,
    "investment_review": SUPERVISORS,  # and the counting office: test_investment
    "investment_transfers": SUPERVISORS,
    "investment_transfer": NOBODY,  # and the counting office: test_investment
    **dict.fromkeys(("investment_lead", "investment_claim", "investment_money"), NO_WORK),
    **dict.fromkeys(("investment_rule", "investment_appeal"), POSTED),
    "project_lists": AT_WORK,
    **dict.fromkeys(("project_list", "project_list_print", "project_list_months"), NO_WORK),
    **dict.fromkeys(("project_list_definition", "project_list_xlsx", "project_list_csv"), NO_WORK),
    **dict.fromkeys(("project_reserve", "project_figures"), AT_WORK),
    "project_funds": AT_WORK,
    "project_fund_figure": NO_WORK,  # there is no such figure
    "project_fund_window_new": NOBODY,  # but the commission: test_project_funds
    "project_fund_window": NO_WORK,
    **dict.fromkeys(("project_money", "project_fund_ask"), NO_WORK),
    **dict.fromkeys(("project_statement", "project_repay"), NO_WORK),
    "project_fund_step": NO_WORK,
    "project_fund_reverse": NOBODY,
    "projects": AT_WORK,
    "project": NO_WORK,
    "evidence": OF_THE_CASE,
    "wall": NOBODY,  # but the hotline's own people: test_wall
    "roots": EVERYONE,
    "notices": EVERYONE,
    "read_notices": POSTED,
    "wishes": EVERYONE,
    "lost_notices": dict.fromkeys(ROLES, 403) | {"admin": 200},
    "retry_notices": POSTED,
}


@kept
def situation(folder: Path) -> tuple[Town, Case]:
    """The town, a round of it, and a proposal that waits for the deputy's verdict."""
    town = town_of(folder)
    town.accounts["administrator"] = person("administrator", town.units["office"], "admin")
    a_round(town)  # and with it the discipline office
    return town, answered(town)


@pytest.fixture
def town_and_case(db, settings):
    return situation(settings.CITY.folder)


@pytest.fixture
def town(town_and_case):
    return town_and_case[0]


@pytest.fixture
def case(town_and_case):
    return town_and_case[1]


def address_of(name, case):
    values: dict[str, list[Any]] = {
        "open": ["proposals"],
        "import": ["proposals"],
        "drop_filter": [1],
        "entry": ["sample"],
        **{name: ["2026-001"] for name in ("commitment", "target", "check", "assign")},
        "proof": ["2026-001", "0" * 64],
        "figure": ["gdp"],
        "figure_proof": ["gdp", "0" * 64],
        "rows": ["proposals", "answered_rate"],
        "do": [case.code, "accept"],
        **{name: ["hot-2026-0001"] for name in ("hot_issue", "hot_raise")},
        "evidence": [case.evidence.get().sha256],
        **{name: ["2026-spring"] for name in ("round", "round_import", "round_note", "poster")},
        "opinion": [said(Round.objects.get(), "路灯不亮").pk] if name == "opinion" else [],
        **{name: ["tx-0001"] for name in ("prepaid_shop", "prepaid_card", "prepaid_key")},
        "prepaid_key_end": ["tx-0001", 1],
        "custody_account": ["acct-none"],
        **{name: ["acct-none", 1] for name in ("custody_claim", "custody_return", "custody_again")},
        **{name: ["prepaid_closure-2026-0001"] for name in ("closure", "closure_claims", "closure_transfer")},
        "project_delivery": ["project-2026-0001"],
        "project_photo": ["project-2026-0001", 1],
        "investment_chain": ["corn"],
        **{f"investment_{name}": ["starch"] for name in ("node", "way", "capacity", "survey")},
        "investment_proof": ["starch", "0" * 64],
        **{name: ["lead-2026-0001"] for name in ("investment_lead", "investment_claim")},
        **{f"investment_{name}": ["dw-1"] for name in ("money", "rule", "appeal", "transfer")},
        **{name: ["sample"] for name in TABLE if name.startswith("project_list_") or name == "project_list"},
        "project_fund_figure": ["none"],
        "project_fund_window": ["city-2026-1"],
        **{f"project_{of}": ["project-2026-0001"] for of in ("money", "fund_ask", "statement")},
        "project_repay": [1],
        "project_fund_step": ["project-2026-0001-f1", "approve"],
        "project_fund_reverse": ["payment", 1],
        "project": ["project-2026-0001"],  # there is no such project
        "survey": [case.code],
        "survey_answer": [case.code, 1],
    }
    of_case = ("case", "relate", "show_private", "doubts", "audit")
    named = values.get(name, [case.code] if name in of_case else [])
    return reverse(f"desk:{name}", args=named) + (f"?case={case.code}" if name == "evidence" else "")


def names_of(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns)
        else:
            yield str(pattern.name)


def test_every_address_is_in_the_table():
    assert set(names_of(urlpatterns)) == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_each_role_gets_what_the_table_says(case, sign_in, name):
    address = address_of(name, case)

    got = {role: status_of(sign_in(account), address) for role, account in ROLES.items()}

    assert got == TABLE[name]


@pytest.mark.parametrize("name", [name for name in TABLE if name not in OPEN])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_served_without_signing_in(case, name, method):
    address = address_of(name, case)

    answer = getattr(Client(), method)(address)

    allowed = {302} if TABLE[name] is not POSTED else {302, 405}
    assert answer.status_code in (allowed if method == "get" else {302, 405})
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/accounts/login/?next=/desk/")


@pytest.mark.parametrize(
    "name", [n for n in TABLE if TABLE[n] is POSTED or n in ("do", "relate", "show_private", "open")]
)
def test_nothing_is_posted_without_a_token_of_the_page(case, sign_in, name):
    address = address_of(name, case)

    assert sign_in("deputy", enforce_csrf_checks=True).post(address).status_code == 403


@pytest.mark.parametrize("name", TABLE)
def test_pages_hold_no_inline_style_or_script_and_are_kept_by_nobody(case, sign_in, name):
    answer = sign_in("deputy").get(address_of(name, case))

    if "html" in answer.headers["Content-Type"] and answer.status_code != 405:
        assert not INLINE.search(answer.content.decode())
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
    if answer.status_code == 200:
        assert "no-store" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
    answer.getvalue()  # a file is closed when it has been read


def test_an_account_without_any_post_finds_empty_pages(town, case, sign_in):
    town.accounts["nobody"] = type(town.accounts["deputy"]).objects.create(username="nobody")
    client = sign_in("nobody")

    assert {client.get(address_of(name, case)).status_code for name in ("work", "board", "new")} == {200}


def test_a_script_without_a_session_is_sent_to_the_sign_in_page_as_a_whole(town):
    answer = Client().get("/desk/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/desk/"
