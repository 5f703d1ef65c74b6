"""The other end of the broadcast benchmark: a Bot API that answers at once and does nothing else.

Run as `python -m benchmarks.bot_api LIMIT` in a process of its own. It prints its port, answers
every request with a message, and with 429 what is more than LIMIT in a second (0: no limit). A
request for /figures is told how many it has taken, how many it has refused, and the most that came
in any second.
"""

import asyncio
import json
import sys
import time
from collections import deque
from typing import cast

TOKEN = "123456789:benchmarkbenchmarkbenchmarkbench"  # noqa: S105 - known to nobody but this file
_MESSAGE = {
    "message_id": 1,
    "date": 1_700_000_000,
    "chat": {"id": 1, "type": "private"},
    "text": "x",
    "id": 1,
    "is_bot": True,
    "first_name": "x",
}
"""A message and a bot at once, so that one answer does for each method."""
_SENT = json.dumps({"ok": True, "result": _MESSAGE}).encode()
_BUSY = json.dumps(
    {"ok": False, "error_code": 429, "description": "busy", "parameters": {"retry_after": 1}}
).encode()


class Count:
    """What has come."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken = 0
        self.refused = 0
        self.most = 0
        self._recent: deque[float] = deque()

    def take(self) -> bool:
        """Whether one more is within the limit."""
        now = time.monotonic()
        while self._recent and self._recent[0] <= now - 1.0:
            self._recent.popleft()
        if self.limit and len(self._recent) >= self.limit:
            self.refused += 1
            return False
        self._recent.append(now)
        self.taken += 1
        self.most = max(self.most, len(self._recent))
        return True

    def answer(self, head: bytes) -> bytes:
        """The whole response to a request with this head."""
        if b"/figures" in head.partition(b"\r\n")[0]:
            figures = {"taken": self.taken, "refused": self.refused, "most": self.most}
            return _response(b"200 OK", json.dumps(figures).encode())
        if self.take():
            return _response(b"200 OK", _SENT)
        return _response(b"429 Too Many Requests", _BUSY)


class Wire(asyncio.Protocol):
    """One connection: requests in, answers out, nothing kept."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end]
            whole = end + 4 + _length(head)
            if len(self._read) < whole:
                return
            self._read = self._read[whole:]
            self._transport.write(self._count.answer(head))


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.partition(b"\r\n")[0] or 0)


def _response(status: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        status,
        len(body),
        body,
    )


async def _serve(limit: int) -> None:
    count, loop = Count(limit), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Wire(count), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    import uvloop

    uvloop.run(_serve(int(sys.argv[1])))
