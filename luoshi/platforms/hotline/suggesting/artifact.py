"""A trained model as bytes: arrays and JSON, nothing that runs when it is opened."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from .classifier import Model, Node
from .training import fingerprint

FORMAT = 1
_LARGEST = 512 * 1024 * 1024


class ArtifactRefused(ValueError):
    """The bytes are no model of this format, or not the one they say they are."""


def dump(model: Model) -> bytes:
    """Return the model as bytes; equal models give equal bytes."""
    import numpy

    names = sorted(model.nodes)
    about = {
        "format": FORMAT,
        "version": model.version,
        "abstain_below": model.abstain_below,
        "rows": model.rows,
        "nodes": [
            {"above": name, "labels": model.nodes[name].labels, "scale": model.nodes[name].scale}
            for name in names
        ],
    }
    arrays: dict[str, Any] = {
        "about": numpy.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=numpy.uint8),
        "terms": model.terms,
        "rarity": model.rarity,
    }
    for place, name in enumerate(names):
        arrays |= {f"weights{place}": model.nodes[name].weights, f"bias{place}": model.nodes[name].bias}
    file = io.BytesIO()
    numpy.savez_compressed(file, **arrays)
    return file.getvalue()


def load(data: bytes) -> Model:
    """Return the model of the bytes. Raises ``ArtifactRefused``; never runs anything that the bytes hold."""
    import numpy

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _LARGEST:
                raise ArtifactRefused("模型文件过大 / model too large")
        with numpy.load(io.BytesIO(data), allow_pickle=False) as arrays:
            about = json.loads(arrays["about"].tobytes())
            if about["format"] != FORMAT:
                raise ArtifactRefused(f"模型格式 {about['format']} 不能读，请重新训练 / unknown format")
            model = _model(about, dict(arrays))
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError, OSError) as error:
        if isinstance(error, ArtifactRefused):
            raise
        raise ArtifactRefused("不是分类模型文件 / not a model") from error
    if fingerprint(model) != model.version:
        raise ArtifactRefused("模型内容与其版本号不符 / the content is not what its version says")
    return model


def _model(about: dict[str, Any], arrays: dict[str, Any]) -> Model:
    import numpy

    size = len(arrays["terms"])
    nodes = {}
    for place, node in enumerate(about["nodes"]):
        weights, bias = arrays[f"weights{place}"], arrays[f"bias{place}"]
        if weights.shape != (size, len(node["labels"])) or bias.shape != (len(node["labels"]),):
            raise ArtifactRefused("模型各部分大小不符 / parts of different sizes")
        nodes[node["above"]] = Node(
            above=node["above"], labels=tuple(node["labels"]), weights=weights, bias=bias, scale=node["scale"]
        )
    if arrays["rarity"].shape != (size,) or not size or (numpy.diff(arrays["terms"]) <= 0).any():
        raise ArtifactRefused("模型各部分大小不符 / parts of different sizes")
    return Model(
        version=about["version"],
        terms=arrays["terms"],
        rarity=arrays["rarity"],
        nodes=nodes,
        abstain_below=about["abstain_below"],
        rows=about["rows"],
    )
