"""Domains of e-mail addresses that are others by a slip: gmial.com is gmail.com.

What is right is told by the circle's own addresses, where a domain is far more frequent than its slip, and by the
large providers, whose slips are known even in a small shop.
"""

from collections.abc import Iterator, Mapping

from regulars.base.kit import query
from regulars.base.workspace.models import Circle

PROVIDERS = (
    "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "aol.com",
    "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "orange.fr", "free.fr", "laposte.net",
    "hotmail.co.uk", "yahoo.co.uk", "btinternet.com", "qq.com", "163.com", "126.com", "foxmail.com", "sina.com",
    "yahoo.com.tw", "pchome.com.tw", "hinet.net", "naver.com", "comcast.net", "mail.com", "yandex.ru", "mail.ru",
    "ymail.com", "email.com", "rocketmail.com",
)  # fmt: skip
OFTEN = 200
MORE_OFTEN = 50
"""How often a domain is here that counts as right, and how many times as often as its slip it has to be."""
SHORTEST = 5
"""How long the name of a domain is whose slips can be told: of aol.com, bol.com is none."""
ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-."
FOUND = """
    select split_part(value, '@', 2), count(*) from identity_identifier
    where circle_id = %(circle)s and kind = 'email' group by 1
"""
FORGET = "delete from profile_domainslip where circle_id = %(circle)s"
KEEP = """
    insert into profile_domainslip (circle_id, wrong, "right", addresses)
    select %(circle)s, * from unnest(%(wrong)s::text[], %(right)s::text[], %(addresses)s::int[])
"""


def learn(circle: Circle) -> None:
    """Look through the domains of a circle for slips, and keep them."""
    used = {str(domain): int(count) for domain, count in query.rows(FOUND, circle=circle.id)}
    found = slips(used)
    query.run(FORGET, circle=circle.id)
    query.run(
        KEEP,
        circle=circle.id,
        wrong=list(found),
        right=list(found.values()),
        addresses=[used[wrong] for wrong in found],
    )


def slips(used: Mapping[str, int]) -> dict[str, str]:
    """Each domain that is a slip of a more frequent one, or of a provider; one that is itself frequent is none."""
    often = [domain for domain, count in used.items() if count >= OFTEN]
    rights = sorted({*PROVIDERS, *often}, key=lambda domain: -used.get(domain, 0))
    found: dict[str, str] = {}
    for right in rights:
        for wrong in near(right) if len(right.split(".")[0]) >= SHORTEST else ():
            is_rare = used.get(wrong, 0) * MORE_OFTEN <= max(used.get(right, 0), MORE_OFTEN)
            if wrong in used and wrong not in PROVIDERS and is_rare:
                found.setdefault(wrong, right)
    return found


def near(domain: str) -> Iterator[str]:
    """All that is one slip away: a letter wrong, missing or too many, or two neighbors in each other's place."""
    for at in range(len(domain) + 1):
        head, tail = domain[:at], domain[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in ALPHABET if letter != tail[0])
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in ALPHABET)
