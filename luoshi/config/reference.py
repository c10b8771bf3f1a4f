"""Reference pages written from the code itself: settings, commands, API, nouns."""

from __future__ import annotations

from argparse import Action, ArgumentParser, _SubParsersAction
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.management import load_command_class
from django.db.models import Field
from pydantic.fields import FieldInfo

from luoshi.config.api import api
from luoshi.config.environment import Environment
from luoshi.reader.cli.arguments import command_parsers

HEAD = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"
DJANGOS_OWN = {"help", "version", "verbosity", "settings", "pythonpath", "traceback", "no_color"}
DJANGOS_OWN |= {"force_color", "skip_checks"}
COMMANDS = {
    "demo": "luoshi.config",
    "reference": "luoshi.config",
    "commitments": "luoshi.kernel.commitments",
    "reports": "luoshi.kernel.commitments",
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
        for path, verbs in api.get_openapi_schema()["paths"].items()
        for verb, operation in verbs.items()
    ]
    text = "Read only. Lists take `limit` and `offset`; errors are `application/problem+json` (RFC 9457)."
    return _page("API", text, "| operation | answer | parameters |", rows)


def nouns_page() -> str:
    """Return the page of models and their fields, as the code defines them."""
    parts = []
    for model in apps.get_models():
        rows = [
            f"| `{field.name}` | {field.verbose_name} | {field.get_internal_type()} |"
            for field in model._meta.get_fields()
            if isinstance(field, Field)
        ]
        table = "\n".join(["| field | 中文 | type |", "| --- | --- | --- |", *rows])
        parts.append(f"## {model.__name__}\n\n{(model.__doc__ or '').strip()}\n\n{table}\n")
    return HEAD + "# Nouns\n\n" + "\n".join(parts)


PAGES: dict[str, Callable[[], str]] = {
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
    return {name: parser} | {f"{name} {part}": inner for part, inner in (parts or {}).items()}


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
