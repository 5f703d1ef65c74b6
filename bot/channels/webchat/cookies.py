"""The two cookies: one for the talk in memory, one only for who has asked to be remembered.

The second has the path of its own, /minns, to which only buttons about meetings, words outside a
concern, and the beginning of a new talk are sent. So while a concern is told the browser does not
send it at all, and the server would not look at it if it did.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

REMEMBER_PATH = "/minns"
REMEMBER_SECONDS = 365 * 24 * 60 * 60
_KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Device:
    """Where an answer to a meeting can be recognised. `known` is False for a candidate, which
    becomes a cookie only if the person asks for it in this very request.
    """

    key: str
    known: bool

    @property
    def address(self) -> str:
        """What may be stored: the key itself never is."""
        return f"web:{sha256(self.key.encode()).hexdigest()}"


class Cookies:
    """Names and attributes, as strict as the address of the site allows."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure
        # A __Host- cookie has to have the path "/", so the second one says __Secure- instead.
        self.talk = "__Host-samtal" if secure else "samtal"
        self.device = "__Secure-minns" if secure else "minns"

    def talk_key(self, cookies: Mapping[str, str]) -> str:
        """The key of the talk, or nothing."""
        return _key(cookies, self.talk)

    def device_of(self, cookies: Mapping[str, str], chance: Callable[[], str]) -> Device:
        """The device as it is known, or a candidate that nobody knows yet."""
        key = _key(cookies, self.device)
        return Device(key or chance(), bool(key))

    def keep_talk(self, response: web.StreamResponse, key: str) -> None:
        """Set the first cookie, until the browser closes."""
        response.set_cookie(
            self.talk, key, path="/", httponly=True, samesite="Lax", secure=self._secure
        )

    def end_talk(self, response: web.StreamResponse) -> None:
        """Remove the first cookie."""
        response.del_cookie(self.talk, path="/", httponly=True, samesite="Lax", secure=self._secure)

    def keep_device(self, response: web.StreamResponse, device: Device) -> None:
        """Set the second cookie, for a year from now."""
        response.set_cookie(
            self.device,
            device.key,
            path=REMEMBER_PATH,
            max_age=REMEMBER_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._secure,
        )

    def forget_device(self, response: web.StreamResponse) -> None:
        """Remove the second cookie."""
        response.del_cookie(
            self.device, path=REMEMBER_PATH, httponly=True, samesite="Lax", secure=self._secure
        )


def _key(cookies: Mapping[str, str], name: str) -> str:
    value = cookies.get(name, "")
    return value if _KEY.fullmatch(value) else ""
