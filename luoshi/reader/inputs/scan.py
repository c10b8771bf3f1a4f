"""Pictures of pages → lines with their places, recognised on this machine with the network untouched."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from statistics import median
from typing import TYPE_CHECKING, Any

from luoshi.reader.inputs.errors import InputError
from luoshi.reader.inputs.furniture import without_furniture
from luoshi.reader.inputs.layout import Line, columns
from luoshi.reader.inputs.limits import MAX_PIXELS, MAX_PIXELS_LABEL
from luoshi.reader.inputs.paragraphs import rejoin

if TYPE_CHECKING:
    from PIL.Image import Image

Point = tuple[float, float]
Quad = Sequence[Point]  # top left, top right, bottom right, bottom left, along the text


def read_picture(data: bytes, *, name: str) -> tuple[str, int]:
    """Return the text of a PNG, JPEG or TIFF and its number of pages.

    Raises InputError ``needs_ocr``, ``broken``, ``too_large`` or ``no_text``.
    """
    _require_engine(name)
    pages = [recognise(picture, name=name) for picture in _pictures(data, name)]
    text = rejoin([columns(lines) for lines in without_furniture(pages)])
    if not text:
        raise InputError("no_text", name)
    return text, len(pages)


def recognise(picture: Image, *, name: str) -> list[Line]:
    """Return the lines printed on a page, in no order, set straight. Raises InputError ``needs_ocr``."""
    _require_engine(name)
    import numpy

    result = _engine()(numpy.asarray(picture.convert("RGB"))[:, :, ::-1])  # the engine expects BGR
    if not result.txts:
        return []
    return straightened(list(zip(result.boxes.tolist(), result.txts, strict=True)))


def straightened(found: Sequence[tuple[Quad, str]]) -> list[Line]:
    """Return the boxes turned back by the skew of the page, which is the median angle of its lines."""
    angle = median(math.atan2(q[1][1] - q[0][1], q[1][0] - q[0][0]) for q, _ in _longest(found))
    cos, sin = math.cos(-angle), math.sin(-angle)
    lines = []
    for quad, text in found:
        xs, ys = zip(*((x * cos - y * sin, x * sin + y * cos) for x, y in quad), strict=True)
        # Means of the two corners of each edge: a box that is itself a little off stays tight.
        left, right = (xs[0] + xs[3]) / 2, (xs[1] + xs[2]) / 2
        top, bottom = (ys[0] + ys[1]) / 2, (ys[2] + ys[3]) / 2
        lines.append(Line(left, top, right, bottom, text))
    return lines


def _longest(found: Sequence[tuple[Quad, str]]) -> list[tuple[Quad, str]]:
    """Return the longer half: the angle of a short box is noise."""
    return sorted(found, key=lambda item: len(item[1]), reverse=True)[: (len(found) + 1) // 2]


def _pictures(data: bytes, name: str) -> Iterator[Image]:
    from PIL import Image, ImageOps, ImageSequence

    try:
        with Image.open(io.BytesIO(data)) as file:
            for frame in ImageSequence.Iterator(file):
                if frame.width * frame.height > MAX_PIXELS:
                    raise InputError("too_large", name, MAX_PIXELS_LABEL)
                yield ImageOps.exif_transpose(frame).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("broken", name) from error


def _require_engine(name: str) -> None:
    from importlib.util import find_spec

    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        raise InputError("needs_ocr", name)


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    models = resources.files("rapidocr") / "models"
    return RapidOCR(
        params={
            # Named by path, so that the engine never looks for a model anywhere else.
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            # Pages stand upright: turning single lines by 180° could only do harm.
            "Global.use_cls": False,
            # One line at a time and one thread: a third less memory and processor time, and the same
            # sums in the same order on every machine. Pages run side by side in processes instead.
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Global.log_level": "error",
        }
    )
