"""Codes and recovery codes, by the published examples and by what people type."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.console import factor

RFC_SEED = base64.b32encode(b"12345678901234567890").decode()
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (2000000000, "279037")]
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """The last six digits of the examples in RFC 6238, appendix B (SHA-1)."""
    moment = datetime.fromtimestamp(seconds, UTC)
    assert factor.current_code(RFC_SEED, moment) == code
    assert factor.step_of(RFC_SEED, code, moment) == seconds // 30


def test_a_clock_half_a_minute_off_still_works() -> None:
    """The phone may be a step ahead or behind, no more."""
    code = factor.current_code(RFC_SEED, NOW)
    found = [
        factor.step_of(RFC_SEED, code, NOW + timedelta(seconds=30 * steps)) is not None
        for steps in (-2, -1, 0, 1, 2)
    ]
    assert found == [False, True, True, True, False]


@pytest.mark.parametrize(
    "typed", ["", "12345", "abcdef", "１２３４５６", "1" * 500, "-1", "\ud800"]
)
def test_what_is_no_code_is_no_code(typed: str) -> None:
    """Anything may be typed; nothing falls over."""
    assert factor.step_of(RFC_SEED, typed, NOW) is None


def test_spaces_in_a_code_do_not_matter() -> None:
    """Apps show “123 456”, and people type what they see."""
    code = factor.current_code(RFC_SEED, NOW)
    assert factor.step_of(RFC_SEED, f" {code[:3]} {code[3:]} ", NOW) is not None


def test_recovery_codes_are_read_as_typed() -> None:
    """Capitals, spaces and look-alike digits are the same code; another account's is not."""
    code = factor.recovery_code("0123456789abcdef0123")
    assert re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}", code)
    kept = factor.recovery_hash("anna", code)
    typed = code.upper().replace("-", " ").replace("O", "0").replace("L", "1").replace("B", "8")
    assert factor.recovery_hash("anna", typed) == kept
    assert factor.recovery_hash("bo", code) != kept


def test_the_picture_has_no_inline_style() -> None:
    """The QR code shows under a policy that allows no style in the page."""
    picture = factor.picture(factor.address(RFC_SEED, "Åsa <b>", "Provkommunen")).decode()
    assert "<svg" in picture
    assert "style=" not in picture
    assert "<script" not in picture
