"""Situations of the town in which somebody comes to the desk, on 10 March 2026 at nine."""

from __future__ import annotations

import io
import re
from typing import Any

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.factories import Town, assign, moment, propose

NOW = moment("2026-03-10")
INLINE = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
ANSWER = {"result": "A", "reply": "操场已经修好。", "talked_on": "2026-03-05"}


def proposed(town: Town, **more: Any) -> Case:
    """A proposal that waits for the office."""
    return propose(town, **more)


def assigned(town: Town, **more: Any) -> Case:
    """A proposal that waits for the education department."""
    case = propose(town)
    assign(town, case, **more)
    case.refresh_from_db()
    return case


def answered(town: Town, **more: Any) -> Case:
    """A proposal that waits for the deputy's verdict."""
    case = assigned(town)
    file = pdf(kind="答复件")
    act(
        case,
        "answer",
        by=town["education_head"],
        data=ANSWER | more,
        evidence=[file],
        at=moment("2026-03-09"),
    )
    case.refresh_from_db()
    return case


def pdf(*, kind: str = "", name: str = "答复.pdf") -> StoredFile:
    """A file in the store."""
    return evidence_store().put(io.BytesIO(PDF), name=name, limit=10_000, kind=kind)


def text_of(response: Any) -> str:
    """What a page says, without its marks."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)


def hidden(response: Any, name: str, *, within: str = "") -> str:
    """The value of a hidden field of the form whose address is given."""
    page = response.content.decode()
    part = page[page.index(f'action="{within}"') :] if within else page
    found = re.search(rf'<input type="hidden"\s+name="{name}"\s+value="([^"]*)"', part)
    assert found, f"no field {name}"
    return found.group(1)


def status_of(client: Any, address: str) -> int:
    """The status an address answers with; a file it sends is read to its end, and so closed."""
    answer = client.get(address)
    answer.getvalue()
    return int(answer.status_code)


def at_case(case: Case, *more: str) -> str:
    """The address of a case, or of what is below it."""
    return "/".join(["/desk/cases", case.code, *more, ""])
