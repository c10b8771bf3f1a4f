"""Pictures of a site as a telephone takes them, made in the test."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import ExifTags, Image

SITE = (124.370000, 43.170000)


def picture(
    *,
    at: str | None = "2026:05:12 10:20:30",
    offset: str | None = None,
    place: tuple[float, float] | None = SITE,
    form: str = "JPEG",
    colour: int = 90,
    **gps: Any,
) -> BytesIO:
    """A small picture with the time and place of its taking; ``gps`` replaces single GPS values."""
    image, exif = Image.new("RGB", (32, 24), (colour, 90, 90)), Image.Exif()
    exif[ExifTags.Base.Make] = "示例手机"
    if at is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = at
    if offset is not None:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.OffsetTimeOriginal] = offset
    if place is not None:
        values = _gps(*place) | {ExifTags.GPS[name]: value for name, value in gps.items()}
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(values)
    out = BytesIO()
    image.save(out, form, exif=exif)
    out.seek(0)
    return out


def _gps(longitude: float, latitude: float) -> dict[int, Any]:
    return {
        ExifTags.GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
        ExifTags.GPS.GPSLongitude: _sixties(abs(longitude)),
        ExifTags.GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
        ExifTags.GPS.GPSLatitude: _sixties(abs(latitude)),
    }


def _sixties(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 4)
