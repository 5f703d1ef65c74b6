"""The tables of staff: links, sessions ended, codes spent once, a log that ends."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.staff import Account, Action, LogEntry, Role
from bot.store.database import open_database
from bot.store.staff import LOG_KEPT, Staff

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    """The tables in a new file."""
    connection = open_database(tmp_path / "bot.db")
    yield Staff(connection)
    connection.close()


def joined(staff: Staff, name: str = "Anna", role: Role = Role.READER) -> Account:
    """An account that has chosen a password."""
    staff.add(Account(f"key of {name}", name, role))
    staff.offer(f"key of {name}", f"link to {name}", NOW + timedelta(days=7))
    account = staff.accept(f"link to {name}", "hash", NOW)
    assert account
    return account


def test_a_name_is_taken_once(staff: Staff) -> None:
    """A second account of the same name, however capitalised, is not added."""
    assert staff.add(Account("1", "Anna", Role.READER))
    assert not staff.add(Account("2", "ANNA", Role.ADMINISTRATOR))
    held = staff.named("anna")
    assert held == Account("1", "Anna", Role.READER)
    assert staff.all() == (held,)


def test_a_link_is_spent_by_its_first_use(staff: Staff) -> None:
    """Of two who use a link, one sets the password."""
    account = joined(staff)
    assert account.password == "hash"
    assert account.epoch == 1
    assert staff.accept("link to Anna", "other", NOW) is None
    assert staff.invited_by("link to Anna", NOW) is None


def test_a_link_ends_with_its_time_and_with_a_newer_one(staff: Staff) -> None:
    """Neither an old link nor one that was replaced opens an account; nor does no link at all."""
    staff.add(Account("1", "Anna", Role.READER))
    staff.offer("1", "first", NOW + timedelta(days=7))
    assert staff.invited_by("first", NOW + timedelta(days=7)) is None
    staff.offer("1", "second", NOW + timedelta(days=7))
    assert staff.invited_by("first", NOW) is None
    assert staff.invited_by("second", NOW) is not None
    assert staff.invited_by("", NOW) is None
    assert staff.accept("", "hash", NOW) is None


def test_a_new_link_replaces_the_second_factor(staff: Staff) -> None:
    """Somebody who has lost the phone starts afresh; the old codes are gone."""
    account = joined(staff)
    staff.set_factor(account.key, "SEED", 5, ["a", "b"])
    staff.offer(account.key, "again", NOW + timedelta(days=7))
    renewed = staff.accept("again", "new", NOW)
    assert renewed
    assert not renewed.has_factor
    assert renewed.step == 0
    assert staff.recovery_left(account.key) == 0


def test_every_weighty_change_raises_the_epoch(staff: Staff) -> None:
    """Password, role, second factor and “log out everywhere” end the sessions from before."""
    key = joined(staff).key
    seen = []
    changes: tuple[Callable[[], bool], ...] = (
        lambda: staff.set_password(key, "new"),
        lambda: staff.set_role(key, Role.EDITOR),
        lambda: staff.set_factor(key, "SEED", 1, ["a"]),
        lambda: staff.end_sessions(key),
    )
    for change in changes:
        assert change()
        account = staff.get(key)
        assert account
        seen.append(account.epoch)
    assert seen == [2, 3, 4, 5]


def test_rehashing_keeps_sessions_and_never_undoes_a_change(staff: Staff) -> None:
    """A hash renewed at login does not bring back a password that was changed meanwhile."""
    account = joined(staff)
    assert staff.rehash(account.key, "hash", "finer")
    kept = staff.get(account.key)
    assert kept
    assert kept.epoch == account.epoch
    assert not staff.rehash(account.key, "hash", "finer again")


def test_a_time_step_is_spent_once(staff: Staff) -> None:
    """Neither the same code nor an earlier one works again."""
    key = joined(staff).key
    staff.set_factor(key, "SEED", 10, [])
    assert [staff.use_step(key, step) for step in (10, 11, 11, 9, 12)] == [
        False, True, False, False, True,
    ]  # fmt: skip


def test_a_recovery_code_is_spent_once(staff: Staff) -> None:
    """Each code opens once, and only its own account."""
    anna, bo = joined(staff).key, joined(staff, "Bo").key
    staff.set_factor(anna, "SEED", 0, ["a", "b"])
    assert not staff.use_recovery(bo, "a")
    assert [staff.use_recovery(anna, "a") for _ in range(2)] == [True, False]
    assert staff.recovery_left(anna) == 1


def test_administrators_are_counted(staff: Staff) -> None:
    """The last who can administer is known, and live operation knows of a second factor."""
    anna = joined(staff, "Anna", Role.ADMINISTRATOR).key
    staff.add(Account("2", "Bo", Role.ADMINISTRATOR))
    assert not staff.has_other_administrator(anna)
    assert staff.has_other_administrator("2")
    assert not staff.has_secured_administrator()
    staff.set_factor(anna, "SEED", 0, [])
    assert staff.has_secured_administrator()


def test_removing_erases_the_account_and_keeps_the_log(staff: Staff) -> None:
    """Codes go with the account; what was done stays under its name."""
    key = joined(staff).key
    staff.renew_recovery(key, ["a"])
    staff.note(LogEntry(NOW, "Anna", Action.LOGGED_IN))
    assert staff.remove(key)
    assert not staff.remove(key)
    assert staff.get(key) is None
    assert staff.recovery_left(key) == 0
    assert staff.log(10) == (LogEntry(NOW, "Anna", Action.LOGGED_IN),)


def test_the_log_is_read_backwards_and_ends(staff: Staff) -> None:
    """The latest comes first, page by page; what is too old is dropped at the next note."""
    for day in range(5):
        staff.note(LogEntry(NOW + timedelta(days=day), f"{day}", Action.LOGGED_IN))
    assert [entry.who for entry in staff.log(2)] == ["4", "3"]
    assert [entry.who for entry in staff.log(2, skip=2)] == ["2", "1"]
    staff.note(LogEntry(NOW + LOG_KEPT + timedelta(days=3), "new", Action.REMOVED, "Bo"))
    assert [entry.who for entry in staff.log(9)] == ["new", "4", "3"]
