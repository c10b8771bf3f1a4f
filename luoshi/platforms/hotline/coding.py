"""Give a request the code by which it is followed. The code is told and not kept."""

from __future__ import annotations

from luoshi.kernel.cases.effects import tell_once
from luoshi.kernel.cases.models import Case
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.codes import digest_of, new_code
from luoshi.platforms.hotline.models import Request

_CODE_ONCE = """
UPDATE hotline_request SET follow = %(follow)s, known = true WHERE case_id = %(case)s AND follow IS NULL
"""


def coded(case: Case) -> str:
    """Give the request a new code and return it. The one before no longer works."""
    code = new_code()
    Request.objects.filter(case=case).update(follow=digest_of(code), known=True)
    return code


def coded_once(case: Case, code: str) -> str:
    """Give the request the code, unless it has one: a form sent again takes away none given out since."""
    ask(_CODE_ONCE, {"case": case.pk, "follow": digest_of(code)})
    return code


@tell_once
def tell_code(case: Case) -> tuple[tuple[str, str], ...]:
    """Tell number and code to whoever has the resident before them or on the telephone."""
    return (("诉求编号", case.code), ("查询码", coded(case)))
