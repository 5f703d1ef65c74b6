"""Settings: nothing is needed, and a wrong one is named without repeating a secret."""

from pathlib import Path

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
        ("PUSH_CONTACT", "it@example.se"),
        ("SEAL_KEY", "seal1.AAAA"),
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


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where bot.toml lies for a process that starts in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bot.toml"


def test_the_file_sets_what_the_environment_does_not(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An operator writes settings down once; the environment still wins."""
    monkeypatch.delenv("HOST", raising=False)
    file.write_text('port = 9000\nhost = "127.0.0.2"\n', "utf-8")
    monkeypatch.setenv("PORT", "9001")
    assert (load_settings().host, load_settings().port) == ("127.0.0.2", 9001)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("porrt = 8081", "Inställningen porrt i bot.toml finns inte. Menade du port?"),
        ("PORT = 8081", "Inställningen PORT i bot.toml finns inte. Menade du port?"),
        ('telegram_tokn = "x"', "Menade du telegram_token?"),
        ("zzz = 1", "Inställningen zzz i bot.toml finns inte. Ta bort den"),
        ("[odd]\nx = 1", "Inställningen odd i bot.toml finns inte"),
        ("port 8081", "bot.toml, rad 1 är inte rätt skriven"),
        ('host = "', "bot.toml, rad 1 är inte rätt skriven"),
        ('port = "åtta"', "Inställningen PORT har fel värde"),
    ],
)
def test_a_slip_in_the_file_is_named(file: Path, written: str, sentence: str) -> None:
    """A misspelt name would otherwise be passed over, and the bot run with other settings."""
    file.write_text(written + "\n", "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert sentence in str(caught.value)


def test_a_secret_is_not_repeated_from_the_file(file: Path) -> None:
    """Whoever misspells the name of a token does not find the token in a log."""
    file.write_text(f'telegram_tokn = "{TOKEN}"\n', "utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "planted" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(file: Path) -> None:
    """A folder of that name, or one that the bot has no right to."""
    file.mkdir()
    with pytest.raises(SettingsError, match=r"bot\.toml går inte att läsa"):
        load_settings()


def test_settings_of_others_in_the_environment_are_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine has many variables that are not ours."""
    monkeypatch.setenv("PORRT", "1")
    load_settings()


@pytest.mark.parametrize(
    "given",
    [
        {"MAIL_TO": "a@prov.example"},
        {"SMTP_URL": "smtp://:hemligt@mejl.example"},
        {"SMTP_URL": "mejl:hemligt", "MAIL_TO": "a@prov.example"},
    ],
)
def test_mail_needs_a_server_and_a_reader(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str]
) -> None:
    """Both or neither, told at the start and without the password."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="SMTP_URL och MAIL_TO") as told:
        load_settings()
    assert "hemligt" not in str(told.value)
