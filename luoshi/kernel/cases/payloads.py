"""What a call of the API brings: values as JSON, or values and files as a form. Whole numbers only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import FormInvalid
from luoshi.kernel.cases.evidence import Store, StoredFile
from luoshi.kernel.cases.fields import Problem

FILES = 20  # at most, in one call
_KIND = 40  # characters of a kind of evidence
Upload: TypeAlias = "UploadedFile[Any]"
_JSON, _FORM = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Payload:
    """The values for an action, and the files with it, each under the kind of evidence it is."""

    data: dict[str, Any]
    type: str = ""
    files: tuple[tuple[str, Upload], ...] = ()


def payload_of(request: HttpRequest, *, limit: int, typed: bool = False) -> Payload:
    """Return what the request brings. ``limit`` is in bytes a file; ``typed`` asks for a ``type`` as well.

    Raises ``body-unreadable``, ``body-invalid``, ``media-type``, ``file-too-large`` or ``FormInvalid``.
    """
    media_type = (request.content_type or "").lower()
    if media_type == _FORM:
        body, files = _form(request, limit)
    elif media_type == _JSON or not request.body:
        body, files = _object(request.body or b"{}"), ()
    else:
        raise LuoshiError(
            "media-type",
            f"请用 {_JSON} 或 {_FORM} 提交，收到的是“{media_type}”。",
            f"Send {_JSON} or {_FORM}, not {media_type!r}.",
        )
    data, type_key = body.pop("data", {}), body.pop("type", "") if typed else ""
    if body:
        _invalid("data", f"多余的内容 {'、'.join(sorted(body))}", f"unknown: {', '.join(sorted(body))}")
    if not isinstance(data, dict):
        _invalid("data", "应为对象，每个字段一个值", "an object, with a value for each field")
    if typed and not (isinstance(type_key, str) and type_key):
        _invalid("type", "请写明事项类型", "name the type of case")
    return Payload(_plain(data), type_key, files)


def keep(payload: Payload, store: Store, *, limit: int) -> tuple[StoredFile, ...]:
    """Put the files into the store. Raises what ``Store.put`` raises."""
    return tuple(
        store.put(file, name=file.name or "", kind=kind, limit=limit)  # type: ignore[arg-type]  # it reads alike
        for kind, file in payload.files
    )


def _form(request: HttpRequest, limit: int) -> tuple[dict[str, Any], tuple[tuple[str, Upload], ...]]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > FILES * limit:
        raise LuoshiError(
            "file-too-large",
            f"一次提交超过 {FILES * limit / 1_000_000:g} MB。请分几次办理。",
            f"One call may bring {FILES * limit / 1_000_000:g} MB. Split it.",
        )
    try:
        given, uploads = request.POST, request.FILES
    except MultiPartParserError as error:
        raise _unreadable(error) from error
    files = tuple((kind.strip(), file) for kind, several in uploads.lists() for file in several)
    if len(files) > FILES:
        raise FormInvalid([Problem("evidence", f"一次最多 {FILES} 个文件")])
    odd = [kind for kind, _ in files if not 0 < len(kind) <= _KIND or not kind.isprintable()]
    if odd:
        raise FormInvalid([Problem("evidence", f"材料种类为1至{_KIND}个字")])
    body: dict[str, Any] = {key: given[key] for key in given if key != "csrfmiddlewaretoken"}
    return body | {"data": _object(given.get("data", "{}") or "{}")}, files


def _object(text: bytes | str) -> dict[str, Any]:
    try:
        found = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as error:
        raise _unreadable(error) from error
    if not isinstance(found, dict):
        _invalid("body", "应为 JSON 对象", "a JSON object")
    return found


def _no_float(text: str) -> NoReturn:
    _invalid(
        "data", f"不收小数 {text[:40]}：金额写整数分，或写成文字", f"no decimals ({text[:40]}): money in fen"
    )


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values: text, whole numbers, yes or no, or lists of such. Anything else is refused."""
    problems = [
        Problem(key[:80], "只能是文字、整数、是否或它们的列表") for key, v in data.items() if not _flat(v)
    ]
    if problems:
        raise FormInvalid(problems)
    return dict(data)


def _flat(value: Any) -> bool:
    parts = value if isinstance(value, list) else [value]
    return all(part is None or isinstance(part, str | int) for part in parts)


def _unreadable(error: Exception) -> LuoshiError:
    return LuoshiError(
        "body-unreadable",
        f"内容不能读取：{str(error)[:200]}。请按 JSON（UTF-8）或表单格式提交。",
        f"The body cannot be read: {str(error)[:200]}. Send JSON in UTF-8, or a form.",
    )


def _invalid(where: str, zh: str, en: str) -> NoReturn:
    raise LuoshiError("body-invalid", f"{where}：{zh}。", f"{where}: {en}.")
