"""Letters to staff by the municipality's own mail server."""

import asyncio
import smtplib
import ssl
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import parse_qs, unquote, urlsplit

from bot.errors import PostError

SECONDS = 30.0
"""How long the mail server may take for one answer."""
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Where letters are handed in, from whom, and to whom they go."""

    host: str
    port: int
    is_wrapped: bool
    sender: str
    to: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def read(cls, url: str, to: str) -> "PostOffice":
        """From the settings: `smtp://name:password@host:587?from=bot@example.se` and addresses
        parted by commas. Without `from` the first address is also the sender.

        Raises:
            PostError: the address of the server or one of the addresses is misspelt.
        """
        people = tuple(one.strip() for one in to.split(",") if one.strip())
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
            sender = parse_qs(parts.query).get("from", people[:1])[0]
            whole = all(Address(addr_spec=one).domain for one in (sender, *people))
        except (ValueError, KeyError, IndexError) as error:
            raise PostError("SMTP_URL eller MAIL_TO är felskriven.") from error
        if not whole or not parts.hostname:
            raise PostError("SMTP_URL eller MAIL_TO är felskriven.")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        wrapped = parts.scheme == "smtps"
        return cls(parts.hostname, port, wrapped, sender, people, user, password)

    def send(self, subject: str, body: str) -> None:
        """Hand in one letter; waits for the server. A password is never sent in the open.

        Raises:
            PostError: the server did not take it. It may be tried again.
        """
        letter = EmailMessage()
        letter["Subject"], letter["From"], letter["To"] = subject, self.sender, ", ".join(self.to)
        letter["Date"] = formatdate(localtime=True)
        letter["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(body)
        try:
            with self._server() as server:
                self._log_in(server)
                server.send_message(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise PostError("Mejlservern tog inte emot brevet.") from error

    async def hand_in(self, subject: str, body: str) -> None:
        """The same beside the loop. The thread is left behind when the bot is stopped: a silent
        server must not hold that up.

        Raises:
            PostError: the server did not take it. It may be tried again.
        """
        outcome: Future[None] = Future()
        outcome.set_running_or_notify_cancel()

        def work() -> None:
            try:
                self.send(subject, body)
            except PostError as error:
                outcome.set_exception(error)
            else:
                outcome.set_result(None)

        threading.Thread(target=work, name="post", daemon=True).start()
        await asyncio.wrap_future(outcome)

    def _server(self) -> smtplib.SMTP:
        if self.is_wrapped:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _log_in(self, server: smtplib.SMTP) -> None:
        server.ehlo()
        if not self.is_wrapped and (self.user or server.has_extn("starttls")):
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)
