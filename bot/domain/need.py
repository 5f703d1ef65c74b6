"""What somebody who comes to a meeting may need: counted for each meeting, never for a person."""

from enum import StrEnum


class Need(StrEnum):
    """What can be counted."""

    LIFT = "lift"
    """A lift there by car."""
    LOOP = "loop"
    """A hearing loop."""
