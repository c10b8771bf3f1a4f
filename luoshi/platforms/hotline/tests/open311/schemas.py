"""What GeoReport v2 asks of an answer, restated as JSON Schemas from the text of the specification."""

from __future__ import annotations

from typing import Any

import jsonschema_rs

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_TIME: dict[str, Any] = {"type": "string", "format": "date-time"}
_LONG: dict[str, Any] = {"type": ["string", "null"], "maxLength": 4000, "pattern": r"^[^<>]*$"}


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


def _list(item: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": item} | more


SERVICE = _object(
    {
        "service_code": _TEXT,
        "service_name": _TEXT,
        "description": _TEXT,
        "metadata": {"type": "boolean"},
        "type": {"enum": ["realtime", "batch", "blackbox"]},
    },
    keywords=_MAYBE,
    group=_MAYBE,
)
VALUE = _object({"key": _TEXT, "name": _TEXT})
ATTRIBUTE = _object(
    {
        "variable": {"type": "boolean"},
        "code": _TEXT,
        "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
        "required": {"type": "boolean"},
        "order": {"type": "integer", "minimum": 1},
        "description": _TEXT,
    },
    datatype_description=_MAYBE,
    values=_list(VALUE),
)
REQUEST = _object(
    {
        "service_request_id": _TEXT,
        "status": {"enum": ["open", "closed"]},
        "service_name": _TEXT,
        "service_code": _TEXT,
        "description": _LONG,
        "requested_datetime": _TIME,
        "updated_datetime": _TIME,
        "address": _MAYBE,
        "address_id": _MAYBE,
        "zipcode": _MAYBE,
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "long": {"type": "number", "minimum": -180, "maximum": 180},
        "media_url": _MAYBE,
    },
    status_notes=_LONG,
    agency_responsible=_MAYBE,
    service_notice=_MAYBE,
    expected_datetime={"anyOf": [_TIME, {"type": "null"}]},
)
NAMED = {  # a number or a token, never both
    "oneOf": [
        _object({"service_request_id": _TEXT}, service_notice=_MAYBE, account_id=_MAYBE),
        _object({"token": _TEXT}, service_notice=_MAYBE, account_id=_MAYBE),
    ]
}
ENDPOINT = _object(
    {
        "specification": _TEXT,
        "url": {"type": "string", "format": "uri"},
        "changeset": _TIME,
        "type": {"enum": ["production", "test"]},
        "formats": _list({"enum": ["text/xml", "application/json"]}, contains={"const": "text/xml"}),
    }
)
SCHEMAS = {
    "discovery": _object(
        {"changeset": _TIME, "contact": _TEXT, "key_service": _TEXT, "endpoints": _list(ENDPOINT, minItems=1)}
    ),
    "services": _list(SERVICE, minItems=1),
    "definition": _object({"service_code": _TEXT, "attributes": _list(ATTRIBUTE)}),
    "requests": _list(REQUEST, maxItems=1000),
    "request": _list(REQUEST, minItems=1, maxItems=1),
    "posted": _list(NAMED, minItems=1, maxItems=1),
    "token": _list(_object({"service_request_id": _TEXT, "token": _TEXT}), minItems=1, maxItems=1),
    "errors": _list(_object({"code": {"type": "integer"}, "description": _TEXT}), minItems=1),
}


def require(name: str, content: Any) -> Any:
    """Return the content, which is what the specification asks for."""
    jsonschema_rs.validator_for(SCHEMAS[name], validate_formats=True).validate(content)
    return content
