"""The doors by which a holder opens their card with its code, and does what a holder may.

Only POST: a code never stands in an address, a log or a session. A wrong one is answered alike whatever
exists, and after too many nobody at that address is heard.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.kernel.orgs.doors import address_of
from luoshi.kernel.orgs.takeaway import csv_file, json_file
from luoshi.platforms.prepaid import actions
from luoshi.platforms.prepaid.actions import Handed
from luoshi.platforms.prepaid.actions.refunding import consumer_of
from luoshi.platforms.prepaid.codes import person_of
from luoshi.platforms.prepaid.forms import ActForm, CodeForm, HolderForm, LossForm, TransferForm
from luoshi.platforms.prepaid.limits import PROVING, WRONG_CODES
from luoshi.platforms.prepaid.models import Card
from luoshi.platforms.prepaid.pages.answering import too_often
from luoshi.platforms.prepaid.public.cards import card_by, opened, proof_of, require_holder
from luoshi.platforms.prepaid.public.statements import COLUMNS, as_json, as_rows, sheets_of
from luoshi.platforms.prepaid.queries.asked import refunds_of_card
from luoshi.platforms.prepaid.refund_forms import RefundAnswerForm, RefundForm

Door = Callable[..., HttpResponse]
Answer = Callable[[Card, str], HttpResponse]
_FORMS: dict[str, type[ActForm]] = {
    "loss": LossForm,
    "found": HolderForm,
    "reissue": HolderForm,
    "transfer": TransferForm,
}
_WRONG = ("prepaid-code-unknown", "prepaid-not-holder")  # counted against guessing


def _door(view: Door) -> Door:
    """Let nothing of the page be kept, and nothing that was typed be told in a report of an error."""
    guarded = require_http_methods(["GET", "HEAD", "POST"])(view)
    return never_cache(sensitive_post_parameters()(guarded))


@_door
def card(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or show the card that it opens."""
    if request.method != "POST":
        return render(request, "prepaid/open.html", {"form": CodeForm()})
    return _opened(request, lambda row, code: _shown(request, row, code))


@_door
def statement(request: HttpRequest) -> HttpResponse:
    """Show the card's statement, for print."""

    def answer(row: Card, code: str) -> HttpResponse:
        context = {"card": row, "sheets": sheets_of(row), "code": code, "simulated": row.simulated}
        return render(request, "prepaid/statement.html", context)

    return _opened(request, answer)


@_door
def statement_file(request: HttpRequest, form: str) -> HttpResponse:
    """Send the card's statement as a file."""

    def answer(row: Card, code: str) -> HttpResponse:
        sheets = sheets_of(row)
        if form == "csv":
            return csv_file(as_rows(sheets), COLUMNS, "statement")
        return json_file(as_json(row, sheets), "statement")

    return _opened(request, answer)


@_door
def card_proof(request: HttpRequest) -> HttpResponse:
    """Send the proof that the card's balances are part of what was published."""

    def answer(row: Card, code: str) -> HttpResponse:
        address = address_of(request)
        if PROVING.spent(address):
            return too_often(request, PROVING)
        PROVING.count(address)
        try:
            return json_file(proof_of(row), "proof")
        except LuoshiError as error:
            return _shown(request, row, code, message=_words(error), status=409)

    return _opened(request, answer)


@_door
def loss(request: HttpRequest) -> HttpResponse:
    """Stop every use of the card."""

    def do(row: Card, form: ActForm) -> None:
        actions.report_loss(row, key=form.cleaned_data["key"], at=timezone.now())

    return _acted(request, "loss", do, _("已挂失，这张卡不能再用。补卡后余额转到新卡。"))


@_door
def found(request: HttpRequest) -> HttpResponse:
    """Let a card be used again that was found."""

    def do(row: Card, form: ActForm) -> None:
        require_holder(row, form.cleaned_data["phone"])
        actions.withdraw_loss(row, key=form.cleaned_data["key"], at=timezone.now())

    return _acted(request, "found", do, _("已解除挂失，这张卡可以用了。"))


@_door
def reissue(request: HttpRequest) -> HttpResponse:
    """Replace the card by another, and tell the new code once."""

    def do(row: Card, form: ActForm) -> Handed:
        require_holder(row, form.cleaned_data["phone"])
        return actions.reissue(row, key=form.cleaned_data["key"], at=timezone.now())

    return _acted(request, "reissue", do, "")


@_door
def transfer(request: HttpRequest) -> HttpResponse:
    """Hand the card on, and tell the new code once."""

    def do(row: Card, form: ActForm) -> Handed:
        assert isinstance(form, TransferForm)
        require_holder(row, form.cleaned_data["phone"])
        return actions.transfer(row, key=form.cleaned_data["key"], to=form.buyer, at=timezone.now())

    form = TransferForm(request.POST or None)
    if form.is_valid():  # sent again: the code it came with opens nothing any more
        again = actions.transferred(form.cleaned_data["key"], person=person_of(form.cleaned_data["phone"]))
        if again is not None:
            return _handed(request, "transfer", again)
    return _acted(request, "transfer", do, "")


@_door
def ask_refund(request: HttpRequest) -> HttpResponse:
    """Ask the money of one of the card's payments back."""

    def answer(row: Card, code: str) -> HttpResponse:
        form = RefundForm(request.POST, auto_id=f"ask_{request.POST.get('contract', '')}_%s")
        if not form.is_valid():
            return _shown(request, row, code, asking=form)
        contract = row.contracts.filter(number=form.cleaned_data["contract"]).first()
        if contract is None:
            raise Http404
        given = form.cleaned_data
        try:
            refund = actions.ask_refund(
                contract, reason=given["reason"], at=timezone.now(), key=given["key"], **form.said
            )
        except LuoshiError as error:
            form.add_error(None, _words(error))
            return _shown(request, row, code, asking=form)
        return _shown(request, row, code, message=_("已申请退款，编号 %(n)s。") % {"n": refund.case.code})

    return _opened(request, answer)


@_door
def answer_refund(request: HttpRequest) -> HttpResponse:
    """Say that a refund has arrived, that its sum is wrong, or that it is no longer asked for."""

    def answer(row: Card, code: str) -> HttpResponse:
        form = RefundAnswerForm(request.POST, auto_id=f"answer_{request.POST.get('refund', '')}_%s")
        if not form.is_valid():
            return _shown(request, row, code, answering=form)
        given = form.cleaned_data
        found = [one.refund for one in refunds_of_card(row, at=timezone.now())]
        refund = next((one for one in found if one.case.code == given["refund"]), None)
        if refund is None:
            raise Http404
        data = {"note": given["note"]} if given["action"] == "contest" else {}
        try:
            act(
                refund.case,
                given["action"],
                by=consumer_of(refund),
                at=timezone.now(),
                data=data,
                key=given["key"],
            )
        except LuoshiError as error:
            form.add_error(None, _words(error))
            return _shown(request, row, code, answering=form)
        return _shown(request, row, code, message=_("已记下。"))

    return _opened(request, answer)


def _handed(request: HttpRequest, act: str, handed: Handed) -> HttpResponse:
    context = {"handed": handed, "act": act, "simulated": handed.card.simulated}
    return render(request, "prepaid/handed.html", context)


def _acted(
    request: HttpRequest, name: str, do: Callable[[Card, ActForm], Handed | None], done: str
) -> HttpResponse:
    """Open the card, do what was asked where the form is right, and show what came of it."""

    def answer(row: Card, code: str) -> HttpResponse:
        form = _FORMS[name](request.POST, auto_id=f"{name}_%s")
        if not form.is_valid():
            return _shown(request, row, code, wrong={name: form})
        try:
            handed = do(row, form)
        except LuoshiError as error:
            if error.code in _WRONG:
                WRONG_CODES.count(address_of(request))
            form.add_error(None, _words(error))
            return _shown(request, row, code, wrong={name: form})
        if handed is not None:
            return _handed(request, name, handed)
        return _shown(request, card_by(code), code, message=done)

    return _opened(request, answer)


def _opened(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Answer whoever has a card's code; count the wrong ones, and after too many hear nobody."""
    if request.method != "POST":
        return redirect("prepaid:card")
    address = address_of(request)
    if WRONG_CODES.spent(address):
        return too_often(request, WRONG_CODES)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            row = card_by(form.cleaned_data["code"])
        except LuoshiError:
            WRONG_CODES.count(address)
        else:
            return answer(row, form.cleaned_data["code"])
    form = CodeForm({"code": ""})
    form.full_clean()
    form.errors.clear()
    form.add_error(None, _("查询码不对，或已失效。请核对；丢了查询码，带身份证件到门店办理补卡。"))
    return render(request, "prepaid/open.html", {"form": form}, status=422)


def _shown(
    request: HttpRequest,
    row: Card,
    code: str,
    *,
    message: str = "",
    wrong: dict[str, ActForm] | None = None,
    asking: RefundForm | None = None,
    answering: RefundAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = wrong or {}
    forms = {
        name: wrong.get(name) or _FORMS[name](initial={"code": code}, auto_id=f"{name}_%s")
        for name in _FORMS
        if name in wrong or name in _may(row)
    }
    now = timezone.now()
    bad = wrong or (asking and asking.errors) or (answering and answering.errors)
    context = {
        "seen": (seen := opened(row, at=now)),
        "payments": [(one, _form(RefundForm, "ask", one.contract.number, asking)) for one in seen.contracts],
        "refunds": [
            (one, _form(RefundAnswerForm, "answer", one.refund.case.code, answering))
            for one in refunds_of_card(row, at=now)
        ],
        "code": code,
        "forms": forms,
        "message": message,
        "simulated": row.simulated,
    }
    return render(request, "prepaid/card.html", context, status=422 if bad else status)


def _form(kind: type[ActForm], name: str, of: str, sent: ActForm | None) -> ActForm:
    """Return the form of one payment or refund: the one that was sent where it is this one's, or another."""
    auto_id = f"{name}_{of}_%s"
    return sent if sent is not None and sent.auto_id == auto_id else kind(auto_id=auto_id)


def _may(row: Card) -> tuple[str, ...]:
    if row.state == Card.State.ACTIVE:
        return ("loss", "reissue", "transfer") if row.named else ("loss",)
    if row.state == Card.State.LOST:
        return ("found", "reissue") if row.named else ()
    return ()


def _words(error: LuoshiError) -> str:
    return error.message(get_language() or "zh")
