"""What may be done with a commitment at the desk: each deed with its form, or with the reason why not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext

from luoshi.desk.commitment_forms import AssignForm, CheckForm, HappeningForm, TargetForm
from luoshi.desk.files import Proof
from luoshi.desk.forms import new_key
from luoshi.desk.queries.delivery import may_say
from luoshi.desk.queries.names import units_offered
from luoshi.desk.queries.promise import Promise
from luoshi.desk.staff import Visit, message_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.rights import require_office


@dataclass(frozen=True, slots=True)
class Tried:
    """A form that came back, with what was typed and what is wrong with it."""

    name: str
    form: Any
    key: str = field(default_factory=new_key)
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be done: where its form goes, or why it may not be done."""

    name: str
    title: str
    subject: str = ""  # the target it is about, in the words of the report
    address: str = ""
    form: forms.Form | None = None
    key: str = ""
    proof: Proof | None = None
    open: bool = False
    why: str = ""
    note: str = ""


def form_id(name: str) -> str:
    """Return how the fields of a form are named on a page that holds several."""
    return f"{name}-%s"


def deeds_of(promise: Promise, visit: Visit, tried: Tried | None = None) -> list[Deed]:
    """Return what may be done, first what the reader may do; one of them as it was tried."""
    deeds = [_happening(promise, visit), *_settling(promise, visit)]
    shown = [
        replace(deed, form=tried.form, key=tried.key, proof=tried.proof, open=True)
        if tried and deed.name == tried.name and not deed.why
        else deed
        for deed in deeds
    ]
    return sorted(shown, key=lambda deed: bool(deed.why))


def _happening(promise: Promise, visit: Visit) -> Deed:
    title, kinds = gettext("报送或核验进展"), may_say(visit.actor, promise.duty)
    if not kinds:
        why = gettext("须由责任单位的负责人或承办岗报送，由督查室核验。您的岗位两样都不是。")
        return Deed("happening", title, why=why)
    return Deed(
        "happening",
        title,
        address=_at(promise),
        form=HappeningForm(kinds=kinds, auto_id=form_id("happening")),
        key=new_key(),
        proof=Proof("happening-evidence"),
        note=gettext("报送完成是单位的说法，核验属实后才算完成。单位不能核验自己的报送。"),
    )


def _settling(promise: Promise, visit: Visit) -> list[Deed]:
    """Return the deeds of the office, each barred for everybody else."""
    try:
        require_office(visit.actor)
    except LuoshiError as error:
        why = message_of(error)
        return [
            Deed("assign", gettext("明确责任分工"), why=why),
            Deed("target", gettext("调整目标"), why=why),
        ]
    units = units_offered(visit.today)
    deeds = [
        Deed(
            "assign",
            gettext("明确责任分工"),
            address=_at(promise, "assign"),
            form=AssignForm(units=units, auto_id=form_id("assign")),
            note=gettext("新的牵头单位接替原来的；原来的分工终止，历史保留。"),
        )
    ]
    note = gettext("只填要改的。原目标和它的结论保留，调整另起一行。")
    for number, aim in enumerate(promise.aims):
        name = f"target-{number}"
        form = TargetForm(aim=aim, auto_id=form_id(name))
        address = _at(promise, "target")
        deeds.append(Deed(name, gettext("调整目标"), aim.now.quote, address, form, note=note))
    if promise.check is not None:
        form_ = CheckForm(version=promise.check.version, auto_id=form_id("check"))
        deeds.append(Deed("check", gettext("调整核验安排"), "", _at(promise, "check"), form_, note=note))
    if not promise.aims and promise.check is None:
        why = gettext("这项承诺没有可以调整的目标或核验安排：跟踪文件写明了原因。")
        deeds.append(Deed("target", gettext("调整目标"), why=why))
    return deeds


def _at(promise: Promise, door: str = "commitment") -> str:
    return reverse(f"desk:{door}", args=[promise.duty.standing.commitment.code])
