"""How fast a sending goes, from what was seen of it the last seconds; in memory only."""

from collections import OrderedDict, deque

WINDOW_SECONDS = 20.0
MOST_HELD = 50
"""Sendings watched at once."""


class Speedometer:
    """Messages a second by sending."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()

    def look(self, key: str, settled: int, now: float) -> float:
        """Note how many are done, and say how many a second; 0 until it is known."""
        seen = self._seen.setdefault(key, deque(maxlen=200))
        self._seen.move_to_end(key)
        if len(self._seen) > MOST_HELD:
            self._seen.popitem(last=False)
        if seen and (settled < seen[-1][1] or now - seen[-1][0] > WINDOW_SECONDS):
            seen.clear()
        while seen and now - seen[0][0] > WINDOW_SECONDS:
            seen.popleft()
        seen.append((now, settled))
        (began, first), (latest, last) = seen[0], seen[-1]
        return (last - first) / (latest - began) if latest > began else 0.0
