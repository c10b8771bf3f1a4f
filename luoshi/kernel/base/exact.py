"""YAML in which decimals stay exact and no key is silently overwritten by its second mention."""

from __future__ import annotations

from collections.abc import Hashable
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from luoshi.kernel.base.errors import LuoshiError

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, otherwise the same
    from yaml import SafeLoader  # type: ignore[assignment]


def load_yaml(path: Path) -> Any:
    """Read the file. Raises ``file-missing`` or ``file-syntax`` with the line that cannot be read."""
    try:
        return parse_yaml(path.read_text("utf-8"), name=str(path))
    except FileNotFoundError as error:
        raise LuoshiError(
            "file-missing",
            f"找不到文件 {path}。请检查 LUOSHI_CITY 所指的文件夹。",
            f"There is no file {path}. Check the folder that LUOSHI_CITY names.",
        ) from error
    except UnicodeDecodeError as error:
        raise _syntax(str(path), error) from error


def parse_yaml(text: str, *, name: str) -> Any:
    """Read the text of the named file. Raises ``file-syntax`` with the line that cannot be read."""
    try:
        return yaml.load(text, _Loader)  # noqa: S506  a SafeLoader
    except yaml.YAMLError as error:
        raise _syntax(name, error) from error


def _syntax(name: str, error: Exception) -> LuoshiError:
    return LuoshiError("file-syntax", f"{name} 不是合法的 YAML：{error}", f"{name} is no valid YAML: {error}")


class _Loader(SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"key given twice: {key.value}", problem_mark=key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _decimal(loader: _Loader, node: yaml.ScalarNode) -> Decimal:
    written = str(loader.construct_scalar(node))
    try:
        number = Decimal(written.replace("_", ""))
    except ArithmeticError:
        number = Decimal("NaN")
    if not number.is_finite():
        raise yaml.constructor.ConstructorError(problem=f"no number: {written}", problem_mark=node.start_mark)
    return number


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)
