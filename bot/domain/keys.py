"""Short keys that people read aloud, copy by hand and find in links."""

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not mistaken for each other."""
KEY_LENGTH = 5
"""Letters in the key of a meeting: 28 million of them."""
CODE_LENGTH = 8
"""Letters in a code that links a chat: one guess in 850 billion, for ten minutes."""


def spelled(chance: str, length: int) -> str:
    """A key of that many letters out of random hexadecimal digits; 32 digits give 25 letters."""
    number, key = int(chance, 16), ""
    for _ in range(length):
        number, place = divmod(number, len(LETTERS))
        key += LETTERS[place]
    return key
