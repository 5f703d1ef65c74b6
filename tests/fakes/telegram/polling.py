"""How the bot gets its updates: long polling, or a webhook that it registers."""

import re
from collections.abc import Awaitable, Callable

from telegram import WebhookInfo

from tests.fakes.telegram.calls import Call, Json
from tests.fakes.telegram.checks import checked
from tests.fakes.telegram.ground import Ground
from tests.fakes.telegram.refusals import bad_request, conflict
from tests.fakes.telegram.webhook import Hook, Webhook

Params = dict[str, Json]
Method = Callable[[Params], Awaitable[Json]]

_URL = re.compile(r"https://[^\s/]+(/\S*)?|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/\S*)?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_POLL_SECONDS = 50


class JsonText(str):
    """A result that is JSON text already."""

    __slots__ = ()


class Polling:
    """getUpdates and the webhook methods.

    Attributes:
        closing: Set when the server stops, so that no poll outlives it.
    """

    def __init__(self, ground: Ground, webhook: Webhook) -> None:
        self.ground = ground
        self.webhook = webhook
        self.closing = False
        self._current: object | None = None

    def methods(self) -> dict[str, Method]:
        """Each method by its name in the Bot API, but getUpdates, which needs its call."""
        return {
            "setWebhook": self.set_webhook,
            "deleteWebhook": self.delete_webhook,
            "getWebhookInfo": self.get_webhook_info,
        }

    def close(self) -> None:
        """End the poll that is waiting."""
        self.closing = True
        self.ground.bell.ring()

    async def get_updates(self, call: Call) -> JsonText:
        """Give what is pending from an offset on, and forget what lies below it.

        Raises:
            RefusedError: 409; a webhook is set, or another poll took this one's place.
        """
        self._refuse_beside_webhook("can't use getUpdates method while webhook is active; "
                                    "use deleteWebhook to delete the webhook first")  # fmt: skip
        offset = self._confirm(call.params)
        poll = self._current = object()
        self.ground.bell.ring()

        def over() -> bool:
            ended = self._current is not poll or self.closing or bool(self.webhook.hook)
            return ended or bool(self.ground.mailbox.waiting_from(offset))

        timeout = min(max(call.params.get("timeout", 0), 0), LONGEST_POLL_SECONDS)
        await self._wait(over, timeout)
        if not call.alive():
            return JsonText("[]")  # its bot has gone away, so it takes nothing with it
        if self._current is not poll:
            raise conflict("terminated by other getUpdates request; make sure that only one bot "
                           "instance is running")  # fmt: skip
        self._refuse_beside_webhook("terminated by setWebhook request")
        return self._give(offset, call.params)

    async def set_webhook(self, params: Params) -> Json:
        """Have updates brought to an address. Plain HTTP is taken on the loopback only."""
        url, secret = params["url"], params.get("secret_token")
        if not url:
            return await self.delete_webhook(params)
        if not _URL.fullmatch(url):
            raise bad_request("bad webhook: an HTTPS URL must be provided for webhook")
        if secret is not None and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        most = params.get("max_connections", 40)
        if not 1 <= most <= 100:
            raise bad_request("max_connections must be between 1 and 100")
        self._choose(params)
        self.webhook.hook = Hook(url, secret, most)
        self.ground.bell.ring()
        return True

    async def delete_webhook(self, params: Params) -> Json:
        """Back to polling."""
        if params.get("drop_pending_updates"):
            self.ground.mailbox.clear()
        self.webhook.hook = None
        self.ground.bell.ring()
        return True

    async def get_webhook_info(self, _: Params) -> Json:
        """How the webhook is doing."""
        hook, mailbox = self.webhook.hook, self.ground.mailbox
        return checked(
            WebhookInfo(
                url=hook.url if hook else "",
                has_custom_certificate=False,
                pending_update_count=len(mailbox.pending),
                max_connections=hook.max_connections if hook else None,
                last_error_date=self.webhook.last_error_date,
                last_error_message=self.webhook.last_error,
                allowed_updates=mailbox.allowed or None,
            )
        )

    def _refuse_beside_webhook(self, why: str) -> None:
        if self.webhook.hook:
            raise conflict(why)

    def _choose(self, params: Params) -> None:
        mailbox = self.ground.mailbox
        if "allowed_updates" in params:
            mailbox.allowed = tuple(params["allowed_updates"])
        if params.get("drop_pending_updates"):
            mailbox.clear()

    def _confirm(self, params: Params) -> int:
        self._choose(params)
        mailbox, offset = self.ground.mailbox, int(params.get("offset", 0))
        if offset < 0:
            mailbox.keep_last(-offset)
            return 0
        mailbox.confirm_below(offset)
        return offset

    async def _wait(self, over: Callable[[], bool], timeout: float) -> None:  # noqa: ASYNC109
        try:
            await self.ground.bell.until(over, timeout)
        except TimeoutError:
            return

    def _give(self, offset: int, params: Params) -> JsonText:
        mailbox = self.ground.mailbox
        waiting = mailbox.waiting_from(offset)
        limit = min(max(int(params.get("limit", 100)), 1), 100)
        for letter in waiting[:limit]:
            if not letter.confirmable:
                mailbox.remove(letter)
        return JsonText(f"[{','.join(letter.body for letter in waiting[:limit])}]")
