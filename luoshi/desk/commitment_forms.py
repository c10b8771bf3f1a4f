"""Forms of commitments: how the list is narrowed, a change, an assignment, what happened, a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ANY, ChineseSelect, PlainSelect
from luoshi.desk.queries.delivery import Narrowing
from luoshi.desk.queries.promise import Aim
from luoshi.desk.vocabulary import Owner
from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.trajectories import TITLES as COURSES
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.models import HappeningKind, Part
from luoshi.kernel.commitments.tracking.entries import NodeEntry, TrajectoryEntry
from luoshi.kernel.measures.outside.reading import amount_written, period_written
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.orgs.actor import ROLES
from luoshi.kernel.orgs.models import Organisation
from luoshi.ui.words import STATES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

_POSTS = ("head", "handler", "registrar", "legal")  # roles of posts that may be named to answer
_LONG = 500


class DutyFilter(forms.Form):
    """What the list of commitments is narrowed by. Anything unknown is ignored rather than refused."""

    q = forms.CharField(
        label=_("搜索"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    unit = forms.ChoiceField(label=_("牵头单位"), required=False, widget=ChineseSelect)
    state = forms.ChoiceField(
        label=_("研判"),
        required=False,
        widget=PlainSelect,
        choices=[*ANY, *((code, _(title)) for code, title in STATES.items())],
    )
    owner = forms.ChoiceField(
        label=_("有没有人牵头"), required=False, widget=PlainSelect, choices=[*ANY, *Owner.choices]
    )

    def __init__(self, *args: Any, leads: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["unit"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [*ANY, *((unit.code, unit.short) for unit in leads)]

    def narrowing(self) -> Narrowing:
        """Return what was set and is known."""
        self.is_valid()
        return Narrowing(**{name: value for name, value in self.cleaned_data.items() if value})


class DayField(forms.DateField):
    """A day."""

    def __init__(self, label: Label, *, required: bool = True, help_text: Label = "") -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        )


class TextField(forms.CharField):
    """A text of a few lines."""

    def __init__(self, label: Label, *, required: bool = True, help_text: Label = "", rows: int = 2) -> None:
        super().__init__(
            label=label,
            required=required,
            help_text=help_text,
            max_length=_LONG,
            widget=forms.Textarea({"rows": rows}),
        )


class AmountField(forms.CharField):
    """A figure as officers write it, with 万 and 亿; its value is in the plain unit."""

    def __init__(self, label: Label, *, unit: str, required: bool = True, help_text: Label = "") -> None:
        self.unit = unit
        super().__init__(label=label, required=required, help_text=help_text, max_length=40)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        """Return the amount, None where nothing was written."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return amount_written(text, unit=self.unit)
        except ValueError:
            raise ValidationError(gettext("不能读作数值。请写数字，可以带万、亿和单位，如 1.5万。")) from None


class _Grounded(forms.Form):
    """What every change by due procedure must say."""

    reason = TextField(_("原因"))
    approved_by = forms.CharField(
        label=_("批准机关和文件"),
        max_length=200,
        help_text=_("哪个机关以什么文件批准，如“市人大常委会 四人常〔2026〕8号”。经办人是您，记入调整记录。"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TargetForm(_Grounded):
    """A change of a target: what is left empty stays."""

    quote = forms.CharField(widget=forms.HiddenInput)
    nth = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, aim: Aim, **kwargs: Any) -> None:
        now = aim.now
        kwargs["initial"] = {"quote": now.quote, "nth": now.nth, "seen": now.version}
        super().__init__(*args, **kwargs)
        self.aim = aim
        printed = aim.tracked.figure
        self.fields["value"] = AmountField(_("新的目标值"), unit=aim.unit, required=False)
        if now.high is not None or (printed and printed.high is not None):
            self.fields["high"] = AmountField(_("新的目标上限"), unit=aim.unit, required=False)
        self.fields["deadline"] = DayField(_("新的完成时限"), required=False)
        self.fields["course"] = forms.ChoiceField(
            label=_("新的进度曲线"),
            required=False,
            widget=ChineseSelect,
            choices=[("", _("不改")), *((str(key), words) for key, words in COURSES.items())],
        )
        self.fields["nodes"] = TextField(
            _("申报节点"),
            required=False,
            help_text=_("每行一个：日期和累计完成比重，如 2026-06-30 40%。只在选“申报节点”时填。"),
        )
        self.order_fields(["value", "high", "deadline", "course", "nodes", "reason", "approved_by"])

    def clean_nodes(self) -> tuple[NodeEntry, ...]:
        """Return the nodes in the order of their days."""
        try:
            lines = [line.split() for line in self.cleaned_data["nodes"].splitlines() if line.strip()]
            nodes = [
                NodeEntry(on=date.fromisoformat(on), share=Decimal(share.rstrip("%％")) / 100)
                for on, share in lines
            ]
        except (ValueError, ArithmeticError):
            raise ValidationError(gettext("每行写一个日期和一个百分数，如 2026-06-30 40%。")) from None
        if any(not 0 < node.share <= 1 for node in nodes):
            raise ValidationError(gettext("完成比重在 0 和 100% 之间。"))
        return tuple(sorted(nodes, key=lambda node: node.on))

    def clean(self) -> dict[str, Any]:
        """Ask for nodes with the course that needs them, and only then."""
        values = super().clean() or {}
        declared = values.get("course") == Course.DECLARED_NODES
        if declared and not values.get("nodes") and "nodes" not in self.errors:
            self.add_error("nodes", gettext("请写明各个节点。"))
        if values.get("nodes") and not declared:
            self.add_error("course", gettext("写了节点，请选“申报节点”。"))
        return values

    @property
    def changes(self) -> dict[str, Any]:
        """Return what is to change, as the action takes it."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("value", "high", "deadline") if values.get(name) is not None}
        if values["course"]:
            found["trajectory"] = TrajectoryEntry(course=Course(values["course"]), nodes=values["nodes"])
        return found


class CheckForm(_Grounded):
    """A change of what would prove a deed: what is left empty stays."""

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": version}
        super().__init__(*args, **kwargs)
        self.fields["deadline"] = DayField(_("新的完成时限"), required=False)
        self.fields["evidence"] = TextField(_("新的佐证要求"), required=False)
        self.order_fields(["deadline", "evidence", "reason", "approved_by"])

    @property
    def changes(self) -> dict[str, Any]:
        """Return what is to change, as the action takes it."""
        return {name: value for name in ("deadline", "evidence") if (value := self.cleaned_data[name])}


class DecisionForm(forms.Form):
    """What a settlement of duties rests on."""

    cites = forms.CharField(
        label=_("依据文件"), max_length=200, help_text=_("分工方案、会议纪要或批示的文号和日期。")
    )
    reason = TextField(_("原因"))


class AssignForm(DecisionForm):
    """Who is to answer, in which part and from which post."""

    organisation = forms.ChoiceField(label=_("单位"), widget=ChineseSelect)
    part = forms.ChoiceField(label=_("分工"), widget=forms.RadioSelect, choices=Part.choices)
    role = forms.ChoiceField(
        label=_("责任岗位"),
        required=False,
        widget=ChineseSelect,
        choices=[("", _("由单位的负责人和承办岗")), *((role, ROLES[role]) for role in _POSTS)],
        help_text=_("责任落在岗位，不落在个人：换人以后由接任的人负责。"),
    )

    field_order = ("organisation", "part", "role", "cites", "reason")

    def __init__(self, *args: Any, units: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grouped: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            grouped.setdefault(unit.get_kind_display(), []).append((unit.code, unit.name))
        offered = self.fields["organisation"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = [("", _("请选择")), *grouped.items()]


class HappeningForm(forms.Form):
    """What happened with a commitment, and what it rests on."""

    kind = forms.ChoiceField(label=_("发生了什么"), widget=forms.RadioSelect)
    on = DayField(_("日期"))
    share = AmountField(
        _("累计完成比重（%）"), unit="%", required=False, help_text=_("到达节点时可以写，如 40。")
    )
    ref = TextField(_("依据：文号、记录或现场情况"), rows=3)

    def __init__(self, *args: Any, kinds: Iterable[HappeningKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["kind"]
        assert isinstance(offered, forms.ChoiceField)
        offered.choices = HappeningKind.choices  # who may not say one of them is told so by the action
        offered.widget.choices = [(kind.value, kind.label) for kind in kinds]

    def clean_share(self) -> Decimal | None:
        """Return it from 0 to 1."""
        percent: Decimal | None = self.cleaned_data["share"]
        if percent is not None and not 0 <= percent <= 100:
            raise ValidationError(gettext("完成比重在 0 和 100% 之间。"))
        return None if percent is None else percent / 100


def _chinese(words: str) -> SafeString:
    return format_html('<span lang="zh-hans">{}</span>', words)


class FigureForm(forms.Form):
    """A figure that the unit in charge files."""

    period = forms.CharField(label=_("时期"), max_length=40)
    provisional = forms.BooleanField(
        label=_("快报数，以后还会核定"),
        required=False,
        help_text=_("没有结束的时期自动记为快报；与以前报的不同，自动记为修订，以前的数保留。"),
    )
    note = TextField(_("说明"), required=False)

    def __init__(self, *args: Any, series: OutsideSeries, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rate = series.kind is MeasureKind.RATE
        example = (
            "2026年1—9月"
            if series.cumulative
            else {1: "2026年9月", 3: "2026年三季度"}.get(series.cycle.months, "2026年")
        )
        self.fields["period"].help_text = format_html(gettext("如 {}。"), _chinese(example))
        self.fields["value"] = AmountField(
            _("数值"),
            unit=series.unit,
            required=not rate,
            help_text=format_html(gettext("单位：{}。"), _chinese(f"{series.unit}（万、亿）")),
        )
        if rate:
            self.fields["numerator"] = AmountField(_("分子"), unit="", required=False)
            self.fields["denominator"] = AmountField(_("分母"), unit="", required=False)
        self.order_fields(["period", "value", "numerator", "denominator", "provisional", "note"])

    def clean_period(self) -> Period:
        """Return the period."""
        try:
            return period_written(self.cleaned_data["period"])
        except ValueError:
            raise ValidationError(
                gettext("不能识别时期。请写 2026年、2026年9月、2026年1—9月或 2026年三季度。")
            ) from None
