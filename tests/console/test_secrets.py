"""Secrets planted in the console are in no page, no log line and no file as they are (S12)."""

import io
import logging
from pathlib import Path

import pytest
import structlog

from bot.console.factor import current_code
from bot.console.invitations import invitation_path, invite
from bot.domain.staff import Role
from bot.logbook import open_logbook
from tests.console.house import PASSWORD, House, Visitor

PAGES = (
    "/",
    "/traffar",
    "/traffar/ny",
    "/berattelser",
    "/texter",
    "/konton",
    "/logg",
    "/konto",
    "/finns-inte",
)


async def a_day(house: House, visitor: Visitor) -> tuple[list[str], list[str]]:
    """The secrets of an administrator's day, and every page seen after they were made."""
    link = await house.console.first_login_link()
    token = await invite(house.store, house.clock, "anna", Role.ADMINISTRATOR)
    assert link
    await visitor.submit(link)
    trial = visitor.cookie()
    await visitor.submit(invitation_path(token), new=PASSWORD, again=PASSWORD)
    shown = await house.set_up(visitor)
    codes = [line.split("</li>")[0] for line in shown.text.split("<li>") if "</li>" in line]
    account = await house.account("anna")
    house.clock.passed += 30
    other = house.visitor()
    await other.log_in("anna")
    await other.give_code(current_code(account.secret, house.clock.now()))
    wrong = await other.log_in("anna", "fel lösenord 123")
    seen = [wrong.text] + [(await other.get("/personal" + page)).text for page in PAGES]
    secrets = [
        PASSWORD, "fel lösenord 123", account.password, account.secret, token, trial,
        link.rsplit("/", 1)[1], visitor.cookie(), other.cookie(), *codes[-8:],
    ]  # fmt: skip
    return secrets, seen


async def test_no_secret_in_pages_or_logs(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """With every library at DEBUG and a fault in the middle, nothing planted comes out."""
    out = io.StringIO()
    open_logbook(out)
    caplog.set_level(logging.DEBUG)
    visitor = house.visitor()
    secrets, seen = await a_day(house, visitor)

    def broken(*_: object) -> None:
        raise RuntimeError(PASSWORD)

    monkeypatch.setattr("bot.store.concerns.Concerns.released", broken)
    seen.append((await visitor.get("/personal/berattelser")).text)
    structlog.reset_defaults()
    written = out.getvalue()
    assert "console: fault" in written
    for secret in secrets:
        assert len(secret) >= 16
        assert secret not in written + caplog.text
        assert not [page for page in seen if secret in page]


async def test_only_hashes_are_stored(house: House, tmp_path: Path) -> None:
    """Links, session ids, passwords and recovery codes are in no file as they are."""
    secrets, _ = await a_day(house, house.visitor())
    account = await house.account("anna")
    allowed = {account.password, account.secret}
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert account.secret.encode() in files
    for secret in set(secrets) - allowed:
        assert secret.encode() not in files
        assert secret.replace("-", "").encode() not in files


async def test_a_replaced_secret_leaves_the_file(house: House, tmp_path: Path) -> None:
    """The seed of a factor that was switched off is overwritten, in the -wal file too."""
    visitor = await house.inside("anna", Role.READER)
    await house.set_up(visitor)
    account = await house.account("anna")
    mine = "/personal/konto"
    off = await visitor.submit(mine, f"{mine}/tvasteg/av", password=PASSWORD)
    assert off.status == 303
    await house.store.turn(lambda _: None)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert account.secret.encode() not in files
