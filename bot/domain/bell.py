"""Where a browser may be told that something is new: the four push services, and nothing else."""

import re

_HOSTS = (
    r"fcm\.googleapis\.com"
    r"|(?:[a-z0-9-]+\.)+(?:push\.services\.mozilla\.com|push\.apple\.com|notify\.windows\.com)"
)
_ENDPOINT = re.compile(rf"https://(?:{_HOSTS})/[A-Za-z0-9._~:/?=&%+,;!$'()*@-]{{1,900}}")
"""One whole address: between the host and its path there is no room for a port or a user, and an
address in numbers is no host of these.
"""


def is_push_service(endpoint: str) -> bool:
    """Whether an endpoint that a browser gave us is one of Google's (Chrome), Mozilla's, Apple's
    or Microsoft's. A request to anything else could be aimed at the municipality's own network.
    """
    return _ENDPOINT.fullmatch(endpoint) is not None
