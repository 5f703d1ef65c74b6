"""How fast something may happen: a token bucket, with the clock given from outside."""

from dataclasses import dataclass


@dataclass(slots=True)
class Bucket:
    """`burst` at once, then `rate` a second. Seconds come from any monotonic clock."""

    rate: float
    burst: float
    tokens: float
    at: float

    @classmethod
    def full(cls, rate: float, burst: float, now: float) -> "Bucket":
        """A bucket from which nothing has been taken."""
        return cls(rate, burst, burst, now)

    def take(self, now: float) -> bool:
        """Take one, if there is one."""
        passed = max(0.0, now - self.at)
        self.tokens = min(self.burst, self.tokens + passed * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    @property
    def is_full(self) -> bool:
        """Whether forgetting this bucket would change nothing."""
        return self.tokens >= self.burst - 1
