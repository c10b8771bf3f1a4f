"""What a picture of a site says of when and where it was taken (Exif 2.3, GPS and DateTimeOriginal)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from math import isfinite
from typing import Any, BinaryIO

from PIL import ExifTags, Image

from luoshi.platforms.projects.rules.visiting import LOCAL, Point, Taken

MOST_PIXELS = 50_000_000
_FORMATS = ("JPEG", "PNG", "WEBP")
_EXIF, _GPS = ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo
_TIME, _OFFSET = ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal
_SIXTIES = (1, 60, 3600)


def taken_of(file: BinaryIO) -> Taken:
    """Return when and where the camera says it was; what is missing, wrong or unreadable is not known.

    A time without its offset is taken for local time.
    """
    try:
        with Image.open(file, formats=_FORMATS) as image:
            exif = image.getexif()
            return Taken(_time(exif.get_ifd(_EXIF)), _place(exif.get_ifd(_GPS)))
    except Exception:  # a damaged picture makes its reader raise whatever it meets
        return Taken()


def _time(exif: Mapping[int, Any]) -> datetime | None:
    with suppress(ValueError, TypeError):
        written = datetime.strptime(str(exif.get(_TIME, "")).strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
        return written.replace(tzinfo=_offset(exif))
    return None


def _offset(exif: Mapping[int, Any]) -> Any:
    with suppress(ValueError):
        sign, hours, minutes = (text := str(exif.get(_OFFSET, "")).strip("\0 "))[:1], text[1:3], text[4:6]
        span = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-span if sign == "-" else span)
    return LOCAL


def _place(gps: Mapping[int, Any]) -> Point | None:
    tags = ExifTags.GPS
    longitude = _degrees(gps.get(tags.GPSLongitude), gps.get(tags.GPSLongitudeRef), "W", 180)
    latitude = _degrees(gps.get(tags.GPSLatitude), gps.get(tags.GPSLatitudeRef), "S", 90)
    if longitude is None or latitude is None or (longitude, latitude) == (0, 0):  # a camera without a fix
        return None
    return longitude, latitude


def _degrees(parts: Any, half: Any, negative: str, most: int) -> float | None:
    with suppress(ValueError, TypeError, ZeroDivisionError):
        values = [float(part) for part in parts]
        degrees = sum(value / sixty for value, sixty in zip(values, _SIXTIES, strict=True))
        if isfinite(degrees) and 0 <= degrees <= most:
            return -degrees if str(half).strip("\0 ").upper() == negative else degrees
    return None
