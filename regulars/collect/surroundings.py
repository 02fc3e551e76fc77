"""What a message says of where it comes from: page, campaign, device and traffic, and what of it is personal."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from regulars.collect.kinds import Traffic
from regulars.collect.receive.sender import Sender

LONGEST = 500
CAMPAIGN = ("source", "medium", "name", "term", "content", "id")
CLICK_IDS = ("gclid", "gbraid", "wbraid", "fbclid", "msclkid", "ttclid")
# Programs that say so. A name that only somewhere holds "bot" may be a telephone ("Cubot").
BOT = re.compile(
    r"bot[\s/;,)+-]|bot$|crawl|spider|slurp|headless|phantomjs|lighthouse|pingdom|uptime|monitor|preview|scrape"
    r"|facebookexternalhit|bingpreview|google-read-aloud|wget|curl/|python-requests|go-http-client|okhttp-test|selenium",
    re.IGNORECASE,
)
CUBOT = re.compile(r"cubot", re.IGNORECASE)
DEVICES = (
    ("tablet", "ipad|tablet"),
    ("phone", "iphone|android.*mobile|mobile.*android|windows phone"),
    ("tv", "smart-?tv|appletv"),
)


def open_ones(call: str, anonymous_id: Any, context: dict[str, Any], told: Sender) -> dict[str, Any]:
    """Page without its query, campaign, click id, device, session, visitor and traffic, as far as they are said."""
    page, campaign = _object(context.get("page")), _object(context.get("campaign"))
    url = _text(page.get("url"))
    asked = parse_qs(urlsplit(_bare(url)).query) if "?" in url else {}
    agent = _agent(context, told)
    found = {
        "visitor": _text(anonymous_id),
        "session": _text(context.get("sessionId")),
        "url": _text(page.get("path")) or _path(url),
        "referrer": _without_query(_text(page.get("referrer"))),
        "page_title": _text(page.get("title")) if call != "page" else "",
        "device": _device(agent),
        "locale": _text(context.get("locale"))[:35],
        "library": _text(_object(context.get("library")).get("name")),
    }
    found |= {f"utm_{name}": _text(campaign.get(name)) or _first(asked, name) for name in CAMPAIGN}
    found["utm_campaign"] = found.pop("utm_name") or _first(asked, "campaign")
    found["click"] = next((name for name in CLICK_IDS if name in asked), "")
    kept = {name: value for name, value in found.items() if value}
    traffic = traffic_of(context, agent)
    return kept | ({"traffic": traffic.value} if traffic is not Traffic.PERSON else {})


def personal_ones(context: dict[str, Any], told: Sender) -> dict[str, Any]:
    """Address, browser and the whole of the page's address, which may name somebody."""
    url = _text(_object(context.get("page")).get("url"))
    found = {
        "ip": _text(context.get("ip")) or (told.ip if told.origin else ""),
        "agent": _agent(context, told),
        "address": url if "?" in url or "#" in url else "",
    }
    return {name: value for name, value in found.items() if value}


def agreed(context: dict[str, Any]) -> dict[str, Any]:
    """What somebody allows, by the categories that Segment's libraries send (`context.consent`)."""
    given = _object(_object(context.get("consent")).get("categoryPreferences"))
    said = {str(name)[:60]: value for name, value in list(given.items())[:50] if isinstance(value, bool)}
    return {"categories": said} if said else {}


def is_unnamed(context: dict[str, Any]) -> bool:
    """Whether a message is of somebody who has not allowed to be known, so that it belongs to nobody."""
    return context.get("unnamed") is True


def traffic_of(context: dict[str, Any], agent: str) -> Traffic:
    """Whether a person, a program, a test or the shop's own staff is behind a message."""
    if context.get("test") is True or context.get("traffic") == Traffic.TEST:
        return Traffic.TEST
    if context.get("traffic") == Traffic.STAFF:
        return Traffic.STAFF
    return Traffic.BOT if agent and BOT.search(CUBOT.sub("", agent)) else Traffic.PERSON


def _agent(context: dict[str, Any], told: Sender) -> str:
    """The browser of the person; only a browser sends from a page, and a server's own program says nothing of them."""
    return _text(context.get("userAgent")) or (told.agent if told.origin else "")


def _device(agent: str) -> str:
    lowered = agent.lower()
    return next((name for name, pattern in DEVICES if re.search(pattern, lowered)), "desktop" if agent else "")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _bare(url: str) -> str:
    """The address, or nothing where it is none: brackets in the wrong place are no host."""
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url


def _without_query(url: str) -> str:
    return url.partition("?")[0].partition("#")[0]


def _first(asked: dict[str, list[str]], name: str) -> str:
    return next(iter(asked.get(f"utm_{name}", [])), "")[:LONGEST]


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""
