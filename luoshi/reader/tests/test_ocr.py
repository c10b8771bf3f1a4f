"""Scanned pages are recognised column by column, without a network, within a modest machine."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from importlib.util import find_spec

import pytest

from luoshi.reader.inputs import InputError, decode_bytes
from luoshi.reader.tests.pages import (
    error_rate,
    figures_kept,
    needs,
    picture,
    printed,
    seed_opening,
    set_in_columns,
    squeezed,
    worn,
)

pytestmark = [pytest.mark.ocr, pytest.mark.browser, pytest.mark.xdist_group("ocr")]

# A process of its own, so that its memory is the page's alone and a socket opened by any import is seen.
ALONE = """
import json, resource, sys, time

def refuse(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"the network was touched: {event}")

sys.addaudithook(refuse)
from luoshi.reader.inputs import load
text, source = load(sys.argv[1])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "text": text,
    "pages": source.pages,
    "format": source.format,
    "seconds": usage.ru_utime + usage.ru_stime,
    "gigabytes": usage.ru_maxrss / 1e6,
}))
"""


@pytest.fixture(autouse=True)
def _needs_the_extra():
    needs(find_spec("rapidocr") and find_spec("onnxruntime"), "the extra luoshi[ocr]")


@pytest.mark.parametrize(("dpi", "is_worn", "limit"), [(150, False, 0.01), (150, True, 0.02)])
def test_a_newspaper_page_in_four_columns_is_recognised_offline(tmp_path, dpi, is_worn, limit):
    text = seed_opening()
    image = picture(set_in_columns(text, 4), dpi)
    path = tmp_path / "page.jpg"
    (worn(image) if is_worn else image).save(path, quality=55 if is_worn else 95)

    run = subprocess.run(
        [sys.executable, "-c", ALONE, str(path)], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout)
    assert error_rate(text, found["text"]) <= limit
    assert figures_kept(text, found["text"]) == (46, 46)
    assert found["gigabytes"] <= 1.2
    assert found["seconds"] <= 25
    assert found["format"] == "ocr"


def test_every_page_of_a_tiff_and_of_a_scanned_pdf_is_read():
    first = picture(printed('<p style="font-size: 30pt">新增就业1.6万人</p>'), 72)
    second = picture(printed('<p style="font-size: 30pt">粮食产量100亿斤</p>'), 72)

    for kind in ("TIFF", "PDF"):
        data = io.BytesIO()
        first.save(data, kind, save_all=True, append_images=[second])
        text, source = decode_bytes(data.getvalue(), name="scan")

        assert squeezed(text) == "新增就业1.6万人粮食产量100亿斤"
        assert (source.format, source.pages) == ("ocr", 2)


def test_a_blank_picture_has_no_text():
    from PIL import Image

    data = io.BytesIO()
    Image.new("L", (300, 300), 255).save(data, "PNG")

    with pytest.raises(InputError) as caught:
        decode_bytes(data.getvalue(), name="blank.png")

    assert caught.value.code == "no_text"
