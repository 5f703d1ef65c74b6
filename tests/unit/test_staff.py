"""Roles, names and passwords of staff: pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.staff import (
    COMMAND_LINE,
    TRIAL_NAME,
    Account,
    Role,
    Weakness,
    folded,
    tidy_name,
    weakness,
)

COMMON = frozenset({"sommar", "password1234", "lösenord"})


def test_roles_cover_what_is_below_them() -> None:
    """An administrator may do all, a reader only read."""
    covers = [[role.covers(least) for least in Role] for role in Role]
    assert covers == [[True, False, False], [True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("anna.berg", "anna.berg"),
        ("  Åsa   Öman-Lind ", "Åsa Öman-Lind"),
        ("asa@kommunen.se", "asa@kommunen.se"),
        ("a", None),
        ("x" * 41, None),
        ("anna\u202ebo", None),
        ("anna\u200bberg", None),
        ("<b>anna</b>", None),
        ("anna\x00", None),
        ("", None),
        (TRIAL_NAME.upper(), None),
        (COMMAND_LINE, None),
    ],
)
def test_names_are_tidied_or_refused(written: str, kept: str | None) -> None:
    """Names are plain to read in the log, and nobody takes the name of one who has no account."""
    assert tidy_name(written) == kept


@given(st.text(max_size=60))
def test_a_tidied_name_stays_as_it_is(written: str) -> None:
    """Whatever is typed, what is kept would be accepted again unchanged."""
    kept = tidy_name(written)
    assert kept is None or tidy_name(kept) == kept


def test_names_are_the_same_however_capitalised() -> None:
    """Nobody becomes a second Anna by a capital letter or a wide one."""
    assert folded("ANNA") == folded("anna ") == folded("\uff41nna")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("elva tecken", Weakness.SHORT),
        ("x" * 257, Weakness.LONG),
        ("abababababab", Weakness.MONOTONOUS),
        ("abcdefghijkl", Weakness.MONOTONOUS),
        ("0987654321098", Weakness.MONOTONOUS),
        ("Password1234", Weakness.COMMON),
        ("Sommar2026!!", Weakness.COMMON),
        ("!!lösenord123", Weakness.COMMON),
        ("Anna Berg 12", Weakness.NAMED),
        ("tolv tecken!", None),
        ("fyra glada grodor hoppar", None),
        ("sommar med Anna Berg i Asarum", None),
    ],
)
def test_passwords_are_weighed(password: str, reason: Weakness | None) -> None:
    """Length, sameness, known words and one's own name are refused; a few own words are taken."""
    assert weakness(password, "Anna Berg", COMMON) is reason


def test_secrets_are_not_printed() -> None:
    """An account in a log line or an error shows neither hash nor seed."""
    shown = repr(Account("k", "anna", Role.READER, "$argon2id$hash", "SEEDSEED"))
    assert "argon2id" not in shown
    assert "SEEDSEED" not in shown
