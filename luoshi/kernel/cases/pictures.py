"""A picture written anew: the same to the eye, and nothing beside it. No place, no device, no comment."""

from __future__ import annotations

from io import BytesIO
from typing import Any, BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from luoshi.kernel.base.errors import LuoshiError

MOST_PIXELS = 50_000_000  # as many as a telephone takes; unpacked 150 MB
_FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 90},
}
_KEPT = ("L", "RGB", "RGBA")  # ways of keeping colours that all three formats or two of them have
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def bare_picture(file: BinaryIO, *, name: str, limit: int, side: int | None = None) -> BytesIO:
    """Return the picture with its orientation applied and everything else but its pixels left out.

    ``limit`` is in bytes; ``side`` how many pixels its longer side may have, where it is to be made smaller.
    A moving picture becomes its first. Raises ``photo-type`` for what is no JPEG, PNG
    or WebP, ``photo-broken`` for one that cannot be read to its end, ``photo-large`` for too many bytes or
    pixels: these are known from the first bytes, so that a small file cannot fill the memory.
    """
    content = file.read(limit + 1)
    if len(content) > limit:
        raise _large(name, f"{limit / 1_000_000:g} MB", f"{limit / 1_000_000:g} MB")
    try:
        with Image.open(BytesIO(content), formats=tuple(_FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise _too_many_pixels(name)
            return _written(image, side)
    except _BOMBS as error:
        raise _too_many_pixels(name) from error
    except UnidentifiedImageError as error:
        raise LuoshiError(
            "photo-type",
            f"“{name}”不是照片。请选择 JPEG、PNG 或 WebP 图片。",
            f"{name} is no picture. Choose a JPEG, PNG or WebP file.",
        ) from error
    except LuoshiError:
        raise
    except Exception as error:  # a damaged picture makes its decoder raise whatever it meets
        raise LuoshiError(
            "photo-broken",
            f"照片“{name}”已损坏，不能读取。请重新拍摄或另存后再选。",
            f"The picture {name} is damaged. Take it again, or save it anew.",
        ) from error


def _written(image: Image.Image, side: int | None) -> BytesIO:
    form = str(image.format)
    if side:
        image.thumbnail((side, side))
    turned = ImageOps.exif_transpose(image)
    mode = "RGBA" if form != "JPEG" and turned.has_transparency_data else "RGB"
    if turned.mode in _KEPT and not (form == "JPEG" and turned.mode == "RGBA"):
        mode = turned.mode
    pixels = turned.convert(mode)
    bare = Image.new(mode, pixels.size)
    bare.paste(pixels)  # a copy would bring along what stands beside the pixels
    out = BytesIO()
    bare.save(out, form, **_FORMATS[form])
    out.seek(0)
    return out


def _too_many_pixels(name: str) -> LuoshiError:
    return _large(name, f"{MOST_PIXELS // 10_000} 万像素", f"{MOST_PIXELS // 1_000_000} million pixels")


def _large(name: str, zh: str, en: str) -> LuoshiError:
    return LuoshiError(
        "photo-large",
        f"照片“{name}”超过 {zh}。请缩小后再选。",
        f"The picture {name} has more than {en}. Make it smaller.",
    )
