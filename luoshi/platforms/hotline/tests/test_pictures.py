"""A resident's photo tells what it shows, and not where it was taken, by what or by whom."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Evidence
from luoshi.kernel.cases.pictures import MOST_PIXELS, bare_picture
from luoshi.kernel.cases.storing import evidence_store
from luoshi.kernel.cases.tests.factories import Town
from luoshi.platforms.hotline.tests.test_ask_page import ADDRESS, filled

LIMIT = 20_000_000
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825
SECRETS = (b"SECRET-PHONE", b"SECRET-PLACE", b"SECRET-COMMENT", b"xpacket", b"Exif", b"photoshop")
XMP = b"<?xpacket begin=''?><x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRET-PLACE</x:xmpmeta><?xpacket end='w'?>"


@pytest.fixture
def fresh(request: pytest.FixtureRequest, tmp_path: Any) -> None:
    cache.clear()
    django = request.getfixturevalue("settings")
    django.ENV = django.ENV.model_copy(update={"state": tmp_path})


def photo(form: str = "JPEG", *, size: tuple[int, int] = (40, 20), orientation: int = 6) -> bytes:
    """Return a picture that is red on the left and blue on the right, with all that a camera adds."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SECRET-PHONE"
    exif.get_ifd(GPS).update(
        {1: "N", 2: (43.0, 9.0, 58.9), 3: "E", 4: (124.0, 21.0, 1.4), 29: "SECRET-PLACE"}
    )
    out = BytesIO()
    more: dict[str, Any] = {"exif": exif.tobytes()}
    if form == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", "SECRET-PHONE")
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        more["pnginfo"] = texts
    else:
        more["xmp"] = XMP
    if form == "JPEG":
        more["comment"] = b"SECRET-COMMENT"
    image.save(out, form, icc_profile=b"SECRET-PHONE" * 20, **more)
    return out.getvalue()


def bare(content: bytes) -> bytes:
    return bare_picture(BytesIO(content), name="p.jpg", limit=LIMIT).getvalue()


def is_red(pixel: Any) -> bool:
    return bool(pixel[0] > 200 and pixel[2] < 60)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_with_a_place_comes_out_without_it_and_upright(form: str):
    given = photo(form)
    assert any(secret in given for secret in SECRETS)
    with Image.open(BytesIO(given)) as before:
        assert before.getexif().get_ifd(GPS)

    found = bare(given)

    assert not [secret for secret in SECRETS if secret in found]
    with Image.open(BytesIO(found)) as image:
        assert (image.format, image.size) == (form, (20, 40))  # it lay on its side
        assert dict(image.getexif()) == {}
        assert not set(image.info) & {"exif", "xmp", "comment", "icc_profile", "Author", "XML:com.adobe.xmp"}
        pixels = image.convert("RGB")
        assert is_red(pixels.getpixel((10, 5)))
        assert not is_red(pixels.getpixel((10, 35)))


def test_what_is_hung_on_behind_a_picture_falls_off():
    assert b"PK\x03\x04" not in bare(photo() + b"PK\x03\x04 SECRET-PLACE")


def test_the_same_photo_becomes_the_same_file():
    assert bare(photo()) == bare(photo())


@pytest.mark.parametrize(
    ("mode", "form"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("1", "PNG")],
)
def test_every_way_of_keeping_colours_can_be_read(mode: str, form: str):
    out = BytesIO()
    Image.new(mode, (8, 8)).save(out, form)

    with Image.open(BytesIO(bare(out.getvalue()))) as image:
        assert image.size == (8, 8)


def test_what_can_be_seen_through_stays_so():
    out = BytesIO()
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")

    with Image.open(BytesIO(bare(out.getvalue()))) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((4, 4)) == (255, 0, 0, 0)


AT = st.integers(0, 100_000)
GOOD = {form: photo(form) for form in ("JPEG", "PNG", "WEBP")}


def png_of(width: int, height: int) -> bytes:
    """Return a small file that says it has so many pixels, and has, all of them black."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [8_000, 12_000, 50_000])
def test_a_small_file_of_very_many_pixels_is_refused_before_it_is_unpacked(side: int):
    assert side * side > MOST_PIXELS

    with pytest.raises(LuoshiError, match="万像素") as refused:
        bare(png_of(side, side))

    assert refused.value.code == "photo-large"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo-type"),
        (b"%PDF-1.7\n%%EOF\n", "photo-type"),
        (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "photo-type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo-type"),
        (photo(size=(400, 400))[:-2000], "photo-broken"),
        (png_of(200, 200), "photo-broken"),
        (photo("WEBP")[:60], "photo-broken"),
    ],
)
def test_what_is_no_picture_or_a_broken_one_is_refused_in_words(content: bytes, code: str):
    with pytest.raises(LuoshiError, match=r"p\.jpg") as refused:
        bare(content)

    assert refused.value.code == code


@given(
    form=st.sampled_from(["JPEG", "PNG", "WEBP"]),
    spoilt=st.lists(st.tuples(AT, st.integers(0, 255)), max_size=8),
)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_a_picture_spoilt_anywhere_is_written_anew_or_refused_in_words(
    form: str, spoilt: list[tuple[int, int]]
):
    content = bytearray(GOOD[form])
    for at, value in spoilt:
        content[at % len(content)] = value

    try:
        found = bare(bytes(content))
    except LuoshiError as error:
        found = error.code.encode()

    assert found in (b"photo-type", b"photo-broken", b"photo-large") or Image.open(BytesIO(found)).size


def test_a_photo_of_too_many_bytes_is_refused():
    with pytest.raises(LuoshiError, match=r"超过 0\.001 MB"):
        bare_picture(BytesIO(photo("PNG", size=(400, 400)) + b"0" * 2000), name="p.png", limit=1000)


def test_what_a_resident_sends_lies_in_the_store_without_its_place(town: Town, client: Client, fresh: None):
    page = client.post(ADDRESS, filled(client, photos=SimpleUploadedFile("家门口.jpg", photo())))

    assert page.status_code == 200
    kept = Evidence.objects.get()
    content = evidence_store().path(kept.sha256).read_bytes()
    assert (kept.name, kept.media_type) == ("家门口.jpg", "image/jpeg")
    assert not [secret for secret in SECRETS if secret in content]


def test_a_bomb_is_told_on_the_form_and_nothing_is_taken(town: Town, client: Client, fresh: None):
    page = client.post(ADDRESS, filled(client, photos=SimpleUploadedFile("大.png", png_of(50_000, 50_000))))

    assert page.status_code == 422
    assert "万像素" in page.content.decode()
    assert not Evidence.objects.exists()
