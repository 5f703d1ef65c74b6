"""QR codes for paper."""

from io import BytesIO


def qr_code(address: str) -> str:
    """A link as SVG; a quarter of it may be smudged, for paper hangs by doors and lies in kitchens.

    Raises:
        ImportError: segno is not installed.
    """
    import segno

    picture = BytesIO()
    segno.make_qr(address, error="q").save(picture, kind="svg", border=0, scale=1)
    return picture.getvalue().decode()
