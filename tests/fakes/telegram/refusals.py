"""What the emulator answers when it says no, in the form the Bot API gives its errors."""


class RefusedError(Exception):
    """A call is turned down.

    Attributes:
        status: HTTP status, and `error_code` in the answer.
        description: The sentence a bot gets to read.
        parameters: `retry_after` (seconds) or `migrate_to_chat_id`, where they apply.
    """

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The answer as it goes over the wire."""
        answer: dict[str, object] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(why: str) -> RefusedError:
    """400: the call cannot be carried out as it stands."""
    return RefusedError(400, f"Bad Request: {why}")


def forbidden(why: str) -> RefusedError:
    """403: the person or the group does not want the bot."""
    return RefusedError(403, f"Forbidden: {why}")


def conflict(why: str) -> RefusedError:
    """409: polling and webhook, or two pollers, stand in each other's way."""
    return RefusedError(409, f"Conflict: {why}")
