"""Where trained models lie in this installation, each under its version, and the one in use."""

from __future__ import annotations

import hashlib
import logging
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from luoshi.kernel.composed import Where, answers, question_of
from luoshi.platforms.hotline.models import ClassifierVersion
from luoshi.platforms.hotline.suggesting.artifact import ArtifactRefused, load
from luoshi.platforms.hotline.suggesting.classifier import Model

logger = logging.getLogger(__name__)


def keep(version: str, content: bytes) -> str:
    """Keep the file of a model and return its fingerprint. Whole or not at all, and again no change."""
    path = _path(version)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
    return hashlib.sha256(content).hexdigest()


def classifier() -> Model | None:
    """Return the model in use. None where none is, or where its file is not here or not what it was.

    One query; the file is read once for the process.
    """
    return next((_opened(str(_path(version)), sha256) for version, sha256 in answers(_in_use(), {})), None)


@cache
def _in_use() -> Where:
    """Return the question which model is in use."""
    return question_of(ClassifierVersion.objects.filter(active=True).values_list("version", "sha256")[:1])


@lru_cache(maxsize=2)
def _opened(path: str, sha256: str) -> Model | None:
    try:
        content = Path(path).read_bytes()
        if hashlib.sha256(content).hexdigest() == sha256:
            return load(content)
        logger.error("The model %s is not the file that was trained; no category is suggested", path)
    except (OSError, ArtifactRefused):
        logger.exception("The model %s cannot be read; no category is suggested", path)
    return None


def _path(version: str) -> Path:
    path: Path = settings.ENV.state / "models" / "hotline" / f"{version}.npz"
    return path
