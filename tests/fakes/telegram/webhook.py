"""Brings updates to the bot's webhook, again and again until it takes them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from tests.fakes.telegram.calls import Json, read_fields
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.mailbox import Letter
from tests.fakes.telegram.refusals import RefusedError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Execute = Callable[[str, dict[str, Json]], Awaitable[Json]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where updates go, as the bot has registered it."""

    url: str
    secret: str | None
    max_connections: int


class Webhook:
    """The deliveries.

    Updates of one chat go one at a time and in order; those of different chats side by side,
    up to `max_connections`.

    Attributes:
        hook: None while the bot polls.
        attempts: Update id and HTTP status (0 where there was no answer) of each delivery.
        retry_seconds: How long to wait after a delivery that failed.
        last_error: What went wrong last.
        last_error_date: When.
    """

    _execute: Execute

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.hook: Hook | None = None
        self.attempts: list[tuple[int | None, int]] = []
        self.retry_seconds = 0.02
        self.timeout_seconds = 30.0
        self.last_error: str | None = None
        self.last_error_date: datetime | None = None
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self, execute: Execute) -> None:
        """Deliver until cancelled; `execute` carries out what stands in an answer."""
        self._execute = execute
        timeout = ClientTimeout(total=self.timeout_seconds)
        async with ClientSession(timeout=timeout) as session:
            try:
                while True:
                    hook, letter = await self.ground.bell.until(self._next, None) or (None, None)
                    if hook and letter:
                        self._busy[letter.lane] = asyncio.create_task(
                            self._deliver(session, hook, letter)
                        )
            finally:
                await self._stop()

    def _next(self) -> tuple[Hook, Letter] | None:
        if not self.hook or len(self._busy) >= self.hook.max_connections:
            return None
        for letter in self.ground.mailbox.pending:
            if letter.lane not in self._busy:
                return self.hook, letter
        return None

    async def _stop(self) -> None:
        tasks = list(self._busy.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver(self, session: ClientSession, hook: Hook, letter: Letter) -> None:
        try:
            error = await self._post(session, hook, letter)
            if error:
                self.last_error, self.last_error_date = error, self.ground.now()
                await asyncio.sleep(self.retry_seconds)
        finally:
            self._busy.pop(letter.lane, None)
            self.ground.bell.ring()

    async def _post(self, session: ClientSession, hook: Hook, letter: Letter) -> str | None:
        """Deliver one update; returns what went wrong."""
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[SECRET_HEADER] = hook.secret
        body = letter.body.encode("utf-8", "surrogatepass")
        try:
            async with session.post(hook.url, data=body, headers=headers) as response:
                self.attempts.append((letter.update_id, response.status))
                if not 200 <= response.status < 300:
                    return f"Wrong response from the webhook: {response.status} {response.reason}"
                self.ground.mailbox.remove(letter)
                await self._take_answer(response)
        except (ClientError, TimeoutError) as error:
            self.attempts.append((letter.update_id, 0))
            return f"Connection failed: {error!r}"
        return None

    async def _take_answer(self, response: ClientResponse) -> None:
        """Carry out the method that stands in the answer, if one does."""
        if not response.headers.get("Content-Type", "").startswith(
            ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
        ):
            return
        try:
            fields = await read_fields(response)
        except RefusedError as error:
            self.ground.fail("webhook", [f"its answer cannot be read: {error.description}"])
            return
        method = fields.pop("method", None)
        if method:
            await self._execute(str(method), fields)
