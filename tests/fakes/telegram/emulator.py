"""The emulator: one bot's Telegram, with chats to type and tap in and a record of its calls."""

import asyncio
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from random import Random
from typing import Self

from telegram import User

from tests.fakes.telegram.calls import Call, Json
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.groups import Group
from tests.fakes.telegram.messages import Messages
from tests.fakes.telegram.polling import Polling
from tests.fakes.telegram.profile import Profile
from tests.fakes.telegram.server import Server
from tests.fakes.telegram.shown import Tap
from tests.fakes.telegram.updates import Person
from tests.fakes.telegram.webhook import Webhook


class TelegramEmulator:
    """A Bot API server for one bot, with chats that a test types and taps in.

    Use as an async context manager, or `start` and `stop` it; state outlives a stop, so that a
    test can take the network away and give it back.

    Attributes:
        token: The bot's token.
        seed: What chance was seeded with; give it back to see the same ids again.
        calls: All calls, in order.
        faults: What goes wrong, as planned.
        chats: By id; made with `chat` and `group`.
        profile: Commands, descriptions and menu buttons the bot has set.
        webhook: Deliveries to the bot's webhook.
        server: The HTTP server; more routes can be added to it before `start`.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        username: str = "provbot",
        seed: int | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.seed = Random().randrange(2**32) if seed is None else seed
        random = Random(self.seed)
        self.token = token or _new_token(random)
        bot = User(
            int(self.token.partition(":")[0]), "Provbot", is_bot=True, username=username,
            can_join_groups=True, can_read_all_group_messages=False,
            supports_inline_queries=False,
        )  # fmt: skip
        self.ground = Ground(random, bot, clock)
        self.chats: dict[int, Chat] = {}
        self.profile = Profile(self.ground)
        self.webhook = Webhook(self.ground)
        self._polling = Polling(self.ground, self.webhook)
        self.server = Server(self.ground, self.token, self._polling)
        self.server.methods |= Messages(self.ground, self.chats).methods()
        self.server.methods |= self.profile.methods() | self._polling.methods()
        self._deliveries: asyncio.Task[None] | None = None
        self.calls = self.server.calls
        self.faults = self.server.faults

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """Base address: `TelegramAPIServer.from_base(url)`, or `base_url=url + "/bot"`."""
        return f"http://127.0.0.1:{self.server.port}"

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback; port 0 takes a free one, or the one held before a stop.

        Raises:
            OSError: The port is taken.
        """
        self._polling.closing = False
        await self.server.start(port)
        self._deliveries = asyncio.create_task(self.webhook.run(self.server.execute))

    async def stop(self) -> None:
        """Stop listening; whatever waits is let go."""
        self._polling.close()
        if self._deliveries:
            self._deliveries.cancel()
            with suppress(asyncio.CancelledError):
                await self._deliveries
        await self.server.stop()

    # Chats.

    def chat(
        self,
        first_name: str = "Anna",
        *,
        id: int | None = None,  # noqa: A002
        username: str | None = None,
        language_code: str | None = "sv",
    ) -> Chat:
        """A private chat with a new person, whom the bot may write to."""
        chat_id = id or self.ground.random.randrange(10**8, 8 * 10**9)
        person = Person(chat_id, first_name, username, language_code)
        return self.chats.setdefault(chat_id, Chat(self.ground, chat_id, person))

    def group(self, title: str = "Byalaget", *, id: int | None = None) -> Group:  # noqa: A002
        """A group that the bot is in."""
        chat_id = id or -self.ground.random.randrange(10**8, 8 * 10**9)
        person = Person(self.ground.random.randrange(10**8, 8 * 10**9), "Bo")
        group = Group(self.ground, chat_id, person, title)
        self.chats[chat_id] = group
        return group

    # Updates.

    def redeliver(self, update_id: int) -> None:
        """Bring the bot an update once more, though it has confirmed it.

        Raises:
            KeyError: There was no such update.
        """
        self.ground.mailbox.redeliver(update_id)

    def inject(self, raw: Json) -> int | None:
        """Bring the bot something that need not be an update; see `Mailbox.inject`."""
        return self.ground.mailbox.inject(raw)

    @property
    def pending(self) -> list[int | None]:
        """Ids of the updates that the bot has not confirmed."""
        return [letter.update_id for letter in self.ground.mailbox.pending]

    async def until(self, look: Callable[[], Json], timeout: float = 60.0) -> Json:  # noqa: ASYNC109
        """Wait until `look()` finds something; it is asked again after each call and event.

        Raises:
            TimeoutError: It did not within `timeout` seconds.
        """
        return await self.ground.bell.until(look, timeout)

    # What happened.

    @property
    def failures(self) -> list[str]:
        """Mistakes that the real service would pass over, and those that no bot should make."""
        return self.ground.failures

    @property
    def refusals(self) -> list[Call]:
        """Calls turned down by Telegram's rules, not by a planned fault."""
        return [call for call in self.calls if call.refusal and not call.fault]

    @property
    def unanswered(self) -> list[Tap]:
        """Taps that the bot has not answered: their buttons still spin."""
        taps = (tap for chat in self.chats.values() for tap in chat.taps_made)
        return [tap for tap in taps if tap.answer is None]

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method."""
        return [call for call in self.calls if call.method == method]

    def assert_clean(self, allowed: Collection[str] = ()) -> None:
        """Hold that the bot made no mistake.

        Args:
            allowed: Parts of descriptions of refusals that the test means to bring about.

        Raises:
            AssertionError: Lists every failure and every refusal that is not allowed.
        """
        refused = [
            f"{call.method} was refused: {call.refusal.description}"
            for call in self.refusals
            if call.refusal and not any(part in call.refusal.description for part in allowed)
        ]
        if found := self.failures + refused:
            raise AssertionError("\n".join(found))


def _new_token(random: Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    return f"{random.randrange(10**9, 8 * 10**9)}:{''.join(random.choices(letters, k=35))}"
