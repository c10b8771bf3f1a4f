"""How often one address may try. Counted in the process, as calls of the API are."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries from one address, or of one key, within ``seconds``.

    Many homes may share an address.
    """

    name: str
    most: int
    seconds: int

    def spent(self, address: str) -> bool:
        """Tell whether the address has used up its tries."""
        return int(cache.get(self._key(address), 0)) >= self.most

    def count(self, address: str) -> None:
        """Count a try of the address."""
        key = self._key(address)
        cache.add(key, 0, timeout=2 * self.seconds)
        try:
            cache.incr(key)
        except ValueError:  # just dropped, as there are many others
            return

    def wait(self) -> int:
        """Return how many seconds are left until the address may try again."""
        return int(self.seconds - time.time() % self.seconds) + 1

    def _key(self, address: str) -> str:
        span = int(time.time() // self.seconds)
        return f"limit:{self.name}:{span}:{hashlib.sha256(address.encode()).hexdigest()}"
