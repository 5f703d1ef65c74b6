"""Where Telegram delivers, and how a delivery is known to be Telegram's."""

import hmac
from dataclasses import dataclass

from aiohttp import web
from pydantic import SecretStr


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram delivers updates, and the secret by which they are known to be its."""

    url: str
    secret: SecretStr


def is_telegram(request: web.Request, secret: SecretStr) -> bool:
    """Whether a delivery carries the secret."""
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    return hmac.compare_digest(given.encode(), secret.get_secret_value().encode())
