"""The console's three cookies: the session, the guard of open forms, and a known browser.

Behind https they carry the __Host- prefix, which asks for Path=/; without, they stay in /personal.
"""

from aiohttp import web

ROOT = "/personal"
DEVICE_SECONDS = 180 * 24 * 3600


class Cookies:
    """Sets and reads them; all are HttpOnly and SameSite=Strict."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        prefix = "__Host-" if secure else ""
        self.session = f"{prefix}personal"
        self.form = f"{prefix}personal_form"
        self.device = f"{prefix}personal_device"

    def put(
        self, response: web.StreamResponse, name: str, value: str, seconds: int | None = None
    ) -> None:
        """Send a cookie, for as long as the browser is open or for `seconds`."""
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/" if self._secure else ROOT,
            secure=self._secure,
            httponly=True,
            samesite="Strict",
        )

    def drop(self, response: web.StreamResponse, name: str) -> None:
        """Take a cookie back."""
        self.put(response, name, "", 0)
