"""The chats that have asked to be told things."""

import sqlite3

from bot.domain.membership import Member, News
from bot.store.statements import statements


class Members:
    """The table of members. Lists are kept as “,a,b,” so that one id is found by “,a,”."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = statements("members")

    def put(self, member: Member) -> None:
        """Add a member, or change what one wants; either way coming meetings are looked up."""
        row = (member.address, member.language, packed(member.districts), packed(member.kinds))
        self._connection.execute(self._sql["put"], row)

    def get(self, address: str) -> Member | None:
        """One member, or None."""
        row = self._connection.execute(self._sql["get"], (address,)).fetchone()
        if row is None:
            return None
        kinds = tuple(News(kind) for kind in unpacked(row["kinds"]))
        return Member(row["address"], row["language"], unpacked(row["districts"]), kinds)

    def speak(self, address: str, language: str) -> None:
        """Tell a member things in another language; nothing where there is none."""
        self._connection.execute(self._sql["speak"], (language, address))

    def forget(self, address: str) -> bool:
        """Erase a member; False where there was none."""
        return self._connection.execute(self._sql["forget"], (address,)).rowcount > 0

    def count(self) -> int:
        """How many there are."""
        return int(self._connection.execute(self._sql["count"]).fetchone()[0])

    def wanting(self, news: News) -> int:
        """How many want one kind of news."""
        return int(self._connection.execute(self._sql["wanting"], (f",{news},",)).fetchone()[0])

    def within(self, district: str) -> int:
        """How many have chosen a district."""
        row = self._connection.execute(self._sql["within"], (f",{district},",)).fetchone()
        return int(row[0])

    def everywhere(self) -> int:
        """How many want to hear of the whole municipality."""
        return int(self._connection.execute(self._sql["everywhere"]).fetchone()[0])

    def unserved(self, most: int) -> tuple[str, ...]:
        """Addresses for which nobody has looked for coming meetings yet."""
        rows = self._connection.execute(self._sql["unserved"], (most,))
        return tuple(row[0] for row in rows)

    def serve(self, address: str) -> None:
        """Note that it has been looked."""
        self._connection.execute(self._sql["served"], (address,))


def packed(words: tuple[str, ...]) -> str:
    """A list of ids as one text; nothing for none."""
    return f",{','.join(words)}," if words else ""


def unpacked(text: str) -> tuple[str, ...]:
    """The ids of a packed text."""
    return tuple(filter(None, text.split(",")))
