"""The page of the API: rendered here from the OpenAPI document, without a script from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an operation: its name, where it goes, what it may be."""

    name: str
    place: str
    kind: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """A thing one may ask, with a link to try it where it needs nothing and nobody."""

    id: str
    verb: str
    path: str
    known: bool  # only for somebody who has signed in or shows a token
    summary: str
    description: str
    parameters: tuple[Parameter, ...]

    @property
    def example(self) -> str | None:
        """Return an address that can be opened as it stands, if there is one."""
        return None if "{" in self.path or self.known or self.verb != "GET" else self.path


class ApiPage(DocsBase):
    """Documentation that needs no script, so that the content security policy can stay strict."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show every operation of the API."""
        return render(request, "portal/api.html", {"operations": _operations_of(api)})


@cache
def _operations_of(api: NinjaAPI) -> list[Operation]:
    return operations(api.get_openapi_schema())


def operations(document: dict[str, Any]) -> list[Operation]:
    """Return the operations of an OpenAPI document, in its order."""
    return [
        Operation(
            id=operation["operationId"],
            verb=verb.upper(),
            path=path,
            known="security" in operation,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            parameters=tuple(_parameter(found, document) for found in operation.get("parameters", ())),
        )
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
    ]


def _parameter(found: dict[str, Any], document: dict[str, Any]) -> Parameter:
    return Parameter(
        name=found["name"],
        place=found["in"],
        kind=_kind(found["schema"], document),
        required=bool(found.get("required")),
    )


def _kind(schema: dict[str, Any], document: dict[str, Any]) -> str:
    if "anyOf" in schema:
        kinds = [_kind(option, document) for option in schema["anyOf"]]
        return ", ".join(kind for kind in kinds if kind != "null")
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return " · ".join(map(str, schema["enum"])) if "enum" in schema else str(schema.get("type", ""))
