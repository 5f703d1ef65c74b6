"""Settings: nothing is needed, and a wrong one is named without repeating a secret."""

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

TOKEN = "123456789:AAplantedSecretTokenThatMustNeverShow"


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A newcomer starts the bot with no configuration, on this machine only."""
    monkeypatch.delenv("PORT", raising=False)
    settings = load_settings()
    assert (settings.host, settings.port, settings.live) == ("127.0.0.1", 8080, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "70000"),
        ("LIVE", "kanske"),
        ("PUBLIC_URL", "bot.kommunen.se"),
        ("TELEGRAM_TOKEN", "hej"),
        ("TELEGRAM_API", "localhost"),
        ("WEBHOOK_SECRET", "kort"),
        ("CONSOLE_URL", "personal"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator reads which setting is wrong and what to write."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"Inställningen {name} har fel värde. Skriv|Klistra"):
        load_settings()


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open webhook would let anyone speak in a resident's name (TRUST 1.2)."""
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.kommunen.se/telegram")
    with pytest.raises(SettingsError, match="WEBHOOK_SECRET saknas"):
        load_settings()


def test_secrets_print_as_stars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither printed settings nor an error about them show a token (TRUST S12)."""
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("WEBHOOK_SECRET", "planted-secret-0123456789")
    settings = load_settings()
    assert TOKEN not in repr(settings) + str(settings.model_dump())
    assert "planted" not in repr(settings)
    monkeypatch.setenv("WEBHOOK_SECRET", "planted secret with spaces")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "planted" not in str(caught.value)


def test_settings_cannot_be_changed_afterwards() -> None:
    """What the house was built from stays true."""
    with pytest.raises(ValueError, match="frozen"):
        load_settings().port = 1
