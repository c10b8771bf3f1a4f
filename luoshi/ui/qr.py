"""The code on a poster: an address that a phone's camera opens. A drawing, so that print stays sharp."""

from __future__ import annotations

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage


def qr_svg(address: str) -> bytes:
    """Return the address as a QR code in SVG; a quarter of it may be torn off or soiled."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, box_size=20, border=4)
    code.add_data(address)
    code.make(fit=True)
    out = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue()
