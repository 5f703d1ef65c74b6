"""A Telegram Bot API emulator: a real HTTP server, with chats to type and tap in."""

from tests.fakes.telegram.calls import Call, Upload
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.emulator import TelegramEmulator
from tests.fakes.telegram.faults import Fault
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.replay import Difference, replay_with_ptb
from tests.fakes.telegram.shown import Button, Shown, Tap

__all__ = [
    "Button",
    "Call",
    "Chat",
    "Difference",
    "Fault",
    "Group",
    "Shown",
    "Tap",
    "TelegramEmulator",
    "Upload",
    "replay_with_ptb",
]
