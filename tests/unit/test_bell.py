"""Which addresses may be rung, and the key that proves who rings."""

from pathlib import Path

import pytest

from bot.domain.bell import is_push_service
from bot.errors import SettingsError
from bot.push_key import open_push_key

CONTACT = "mailto:it@example.se"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/dQw4:APA91bH-x_Y",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABl-_x",
        "https://web.push.apple.com/QGuQyavXutnMH",
        "https://wns2-am3p.notify.windows.com/w/?token=BQYAAAD%2bx%3d",
    ],
)
def test_the_four_services_may_be_rung(endpoint: str) -> None:
    """As Chrome, Firefox, Safari and Edge give them."""
    assert is_push_service(endpoint)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com:8080/x",
        "https://fcm.googleapis.com:443/x",
        "https://fcm.googleapis.com.example.se/x",
        "https://fcm.googleapis.com./x",
        "https://evil-fcm.googleapis.com/x",
        "https://x.fcm.googleapis.com/x",
        "https://push.services.mozilla.com.evil.se/x",
        "https://evilpush.apple.com/x",
        "https://push.apple.com/x",
        "https://a@web.push.apple.com/x",
        "https://web.push.apple.com@10.0.0.1/x",
        "https://10.0.0.1/x?.push.apple.com/",
        "https://[::1]/web.push.apple.com/",
        "https://2130706433/x",
        "https://localhost/x",
        "https://web.push.apple.com\\@localhost/x",
        "https://web.push.apple.com/x\r\nHost: localhost",
        "https://web.push.apple.com/x#y",
        "https://web.push.apple.com/å",
        "https://WEB.push.apple.com/x",
        "https://web.push.apple.com/" + "x" * 901,
        " https://web.push.apple.com/x",
        "https://web.push.apple.com/x\n",
    ],
)
def test_nothing_else_may_be_rung(endpoint: str) -> None:
    """An endpoint is written by a stranger: it shall not make us ask our own network."""
    assert not is_push_service(endpoint)


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    """A second start has the same key, else every bell would be silent after a restart."""
    path = tmp_path / "push.pem"
    made = open_push_key(path, CONTACT).public
    assert path.stat().st_mode & 0o777 == 0o600
    assert open_push_key(path, CONTACT).public == made
    assert len(made) == 87  # 65 bytes: a point of the curve, uncompressed
    path.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(SettingsError, match="Nyckeln för pling"):
        open_push_key(path, CONTACT)
