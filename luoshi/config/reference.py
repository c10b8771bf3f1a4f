"""Reference pages written from the code itself: settings, commands, API, nouns."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management import load_command_class
from django.db.models import Field
from django.utils.translation import override
from pydantic.fields import FieldInfo

from luoshi.config.api import api
from luoshi.config.environment import Environment
from luoshi.kernel.cases.declarations import ANY, SYSTEM_ROLE, CaseType, Clock
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.registry import facts, measures
from luoshi.platforms.hotline.open311.api import api as open311
from luoshi.reader.cli.arguments import command_parsers

HEAD = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"
DJANGOS_OWN = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color"}
DJANGOS_OWN |= {"force_color", "skip_checks"}
COMMANDS = {
    "calendar": "luoshi.config",
    "parameters": "luoshi.kernel.parameters",
    "demo": "luoshi.config",
    "reference": "luoshi.config",
    "tick": "luoshi.config",
    "simulate": "luoshi.config",
    "judge": "luoshi.config",
    "notices": "luoshi.kernel.notices",
    "commitments": "luoshi.kernel.commitments",
    "report": "luoshi.kernel.commitments",
    "reports": "luoshi.kernel.commitments",
    "orgs": "luoshi.kernel.orgs",
    "accounts": "luoshi.kernel.orgs",
    "facts": "luoshi.kernel.measures",
    "measures": "luoshi.kernel.measures",
    "series": "luoshi.kernel.measures",
    "cases": "luoshi.kernel.cases",
    "hotline": "luoshi.platforms.hotline",
    "prepaid": "luoshi.platforms.prepaid",
    "projects": "luoshi.platforms.projects",
    "evidence": "luoshi.kernel.cases",
    "ledger": "luoshi.kernel.ledger",
    "tokens": "luoshi.kernel.cases",
}


def settings_page() -> str:
    """Return the page of environment variables."""
    rows = [
        f"| `{_variable(name, field)}` | {_default(field.default)} | {field.description} |"
        for name, field in Environment.model_fields.items()
    ]
    return _page("Settings", "Read from environment variables.", "| variable | default | meaning |", rows)


def commands_page() -> str:
    """Return the page of commands: what each is for and what it takes."""
    _, reading = command_parsers()
    parsers = {f"luoshi {name}": parser for name, parser in reading.items()}
    for name, app in COMMANDS.items():
        parsers |= _with_parts(f"luoshi {name}", load_command_class(app, name).create_parser("luoshi", name))
    parts = [f"## {name}\n\n{_arguments(parser)}\n" for name, parser in sorted(parsers.items())]
    return HEAD + "# Commands\n\n" + "\n".join(parts)


def api_page() -> str:
    """Return the page of API operations."""
    rows = [
        f"| `{verb.upper()} {path}` | {operation.get('summary', '')} | {_parameters(operation)} |"
        for document in (api, open311)
        for path, verbs in document.get_openapi_schema()["paths"].items()
        for verb, operation in verbs.items()
    ]
    text = (
        "Lists of reports and commitments take `limit` and `offset`, lists of cases `limit` and `cursor`. "
        "Errors are `application/problem+json` (RFC 9457). [How to call it](../howto/cases-api.md). "
        "What begins with `/open311/` is Open311 GeoReport v2, errors included: [how](../howto/open311.md)."
    )
    return _page("API", text, "| operation | answer | parameters |", rows)


@override("zh-hans")  # whatever the process has spoken before
def nouns_page() -> str:
    """Return the page of models and their fields, as the code defines them."""
    parts = []
    for model in apps.get_models():
        if not model.__module__.startswith("luoshi."):
            continue
        rows = [
            f"| `{field.name}` | {field.verbose_name} | {field.get_internal_type()} |"
            for field in model._meta.get_fields()
            if isinstance(field, Field)
        ]
        table = "\n".join(["| field | 中文 | type |", "| --- | --- | --- |", *rows])
        parts.append(f"## {model.__name__}\n\n{(model.__doc__ or '').strip()}\n\n{table}\n")
    return HEAD + "# Nouns\n\n" + "\n".join(parts)


def case_types_page() -> str:
    """Return the page of declared case types: states, actions and clocks, each with its law."""
    return HEAD + "# Case types\n\n" + "\n".join(_case_type(declared) for declared in case_types().values())


def _case_type(declared: CaseType) -> str:
    titles = {state.key: state.title for state in declared.states} | {ANY: "任何状态"}
    roles = {role.key: role.title for role in declared.roles} | {SYSTEM_ROLE: "系统"}
    actions = [
        f"| `{action.key}` | {action.title} | {'、'.join(titles[key] for key in action.frm) or '—'} | "
        f"{'不变' if action.to == ANY else titles[action.to]} | "
        f"{'、'.join(roles[key] for key in action.by)} | "
        f"{'；'.join(f'{guard.why}（{guard.law}）' for guard in action.guards)} |"
        for action in declared.acts
    ]
    clocks = [
        f"| `{clock.key}` | {clock.title} | {_within(clock)} | {clock.law} | "
        f"{'、'.join(f'`{key}`' for key in clock.start)} | {'、'.join(f'`{key}`' for key in clock.stop)} |"
        for clock in declared.clocks
    ]
    return "\n".join(
        [
            f"## {declared.title} `{declared.key}`\n\n{declared.law}\n",
            "| action | 动作 | from | to | by | conditions |",
            "| --- | --- | --- | --- | --- | --- |",
            *actions,
            "\n| clock | 期限 | within | law | starts | stops |",
            "| --- | --- | --- | --- | --- | --- |",
            *clocks,
            "",
        ]
    )


def _within(clock: Clock) -> str:
    term = f"`{clock.within}`" if isinstance(clock.within, str) else str(clock.within or "")
    return f"`{clock.anchor}` {f'+ {term}' if term else ''}".strip() if clock.anchor else term


def measures_page() -> str:
    """Return the page of measures and of the facts they read, as their files state them."""
    parts = ["# Measures\n", *(_measure(one) for one in measures().values()), "# Facts\n"]
    for name, fact in facts().items():
        rows = [f"| `{column}` | {meaning} |" for column, meaning in fact.columns.items()]
        table = "\n".join(["| column | meaning |", "| --- | --- |", *rows])
        parts.append(f"## `facts.{name}`\n\n{fact.meaning}\n\n{table}\n")
    return HEAD + "\n".join(parts)


def _measure(one: Definition) -> str:
    said = {
        "kind": one.kind,
        "unit": one.unit,
        "better": one.direction,
        "owner": one.owner,
        "source": one.source,
        "without records": one.missing,
        "public": f"{one.public}, by {one.cycle}",
    }
    rows = [f"| {name} | {words} |" for name, words in said.items()]
    rows += [f"| `{line.column}` from | `{line.fact}.{line.source}` |" for line in one.lineage]
    notes = " ".join(one.notes)
    table = "\n".join(["| | |", "| --- | --- |", *rows])
    return f"## {one.title} `{one.key}`\n\n{notes}\n\n{table}\n\n```sql\n{one.statement}\n```\n"


PAGES: dict[str, Callable[[], str]] = {
    "case-types.md": case_types_page,
    "measures.md": measures_page,
    "settings.md": settings_page,
    "commands.md": commands_page,
    "api.md": api_page,
    "nouns.md": nouns_page,
}


def _page(title: str, text: str, head: str, rows: list[str]) -> str:
    rule = "|" + " --- |" * (head.count("|") - 1)
    return HEAD + f"# {title}\n\n{text}\n\n" + "\n".join([head, rule, *rows]) + "\n"


def _variable(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or f"LUOSHI_{name.upper()}")


def _default(value: Any) -> str:
    if value is None:
        return "none"
    if hasattr(value, "parts"):
        return f"`{value.name}/` in the project's folder"
    return f"`{value}`"


def _parameters(operation: dict[str, Any]) -> str:
    return ", ".join(f"`{parameter['name']}`" for parameter in operation.get("parameters", []))


def _with_parts(name: str, parser: ArgumentParser) -> dict[str, ArgumentParser]:
    parts = next((a.choices for a in parser._actions if isinstance(a, _SubParsersAction)), None)
    found = {name: parser}
    for part, inner in (parts or {}).items():
        found |= _with_parts(f"{name} {part}", inner)
    return found


def _arguments(parser: ArgumentParser) -> str:
    own = [a for a in parser._actions if a.dest not in DJANGOS_OWN and not isinstance(a, _SubParsersAction)]
    rows = [f"| `{_spelling(action)}` | {action.help or ''} |" for action in own]
    table = ["| argument | meaning |", "| --- | --- |", *rows] if rows else []
    return "\n".join([parser.description or "", *([""] if rows else []), *table]).strip()


def _spelling(action: Action) -> str:
    names = ", ".join(action.option_strings)
    if action.nargs == 0:
        return names
    value = "|".join(map(str, action.choices)) if action.choices else action.metavar or action.dest.upper()
    return f"{names} {value}".strip().replace("|", "\\|")
