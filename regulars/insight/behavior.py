"""Make visits out of the events of sites, and note what people look at and search for, in sets.

A visit is what its sender calls a session; events without one belong together while no half hour passes between two of
them. Programs, tests and staff are left out, and so is whoever has not allowed to be known.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from regulars.base.events.event import Logged
from regulars.base.kit import query
from regulars.collect import vocabulary
from regulars.commerce.models import Cart
from regulars.insight.models import Look, Visit

NAMES = frozenset(vocabulary.NAMES.values()) | {"page.viewed", "screen.viewed"}
LEFT = "page.left"
LONGEST_STAY = 6 * 3600
"""Seconds of one page in view that are believed."""
COLUMNS = {
    "store": "bigint", "person": "bigint", "visitor": "text", "session": "text", "name": "text", "at": "timestamptz",
    "page": "text", "campaign": "text", "origin": "text", "device": "text", "seconds": "bigint", "sku": "text",
    "title": "text", "query": "text", "in_vain": "bool",
}  # fmt: skip
STEPS = f"""
    create temp table step on commit drop as
    select *, row_number() over () as place
    from unnest({", ".join(f"%({name})s::{kind}[]" for name, kind in COLUMNS.items())}) as g ({", ".join(COLUMNS)})
"""
# Where the sender names no session, a run of events goes on with the visit that ended half an hour before at most.
SESSIONS = """
    with marked as (
        select place, store, visitor, at,
               at - lag(at) over (partition by store, visitor order by at, place) > interval '30 minutes' as is_new
        from step where session is null
    ),
    runs as (
        select *, count(*) filter (where is_new) over (partition by store, visitor order by at, place) as run
        from marked
    ),
    named as (
        select store, visitor, run, coalesce(
            (select v.session from insight_visit v
             where v.store_id = store and v.visitor = runs.visitor
               and v.ended_at >= min(runs.at) - interval '30 minutes'
               and v.started_at <= max(runs.at) + interval '30 minutes'
             order by v.started_at desc limit 1), 'from ' || min(runs.at)) as session
        from runs group by store, visitor, run
    )
    update step set session = n.session
    from runs r join named n using (store, visitor, run) where r.place = step.place
"""
VISITS = """
    insert into insight_visit as v (
        store_id, person_id, visitor, session, started_at, ended_at, entry, exit, campaign, origin, device, last_act,
        pages, seconds, products, searches, in_vain, carts, checkouts, purchases)
    select store, (array_agg(person order by at desc, place desc) filter (where person is not null))[1],
           visitor, session, min(at), max(at),
           coalesce((array_agg(page order by at, place) filter (where is_page))[1], ''),
           coalesce((array_agg(page order by at desc, place desc) filter (where is_page))[1], ''),
           coalesce((array_agg(campaign order by at, place) filter (where campaign <> ''))[1], ''),
           coalesce((array_agg(origin order by at, place) filter (where origin <> ''))[1], ''),
           coalesce(max(device), ''),
           coalesce((array_agg(name order by at desc, place desc) filter (where name <> 'page.left'))[1], ''),
           count(*) filter (where is_page), coalesce(sum(seconds), 0),
           count(*) filter (where name = 'product.viewed'), count(*) filter (where name = 'product.searched'),
           count(*) filter (where in_vain), count(*) filter (where name = 'cart.added'),
           count(*) filter (where name = 'checkout.started'), count(*) filter (where name = 'purchase.completed')
    from (select *, name in ('page.viewed', 'screen.viewed') as is_page from step) s
    group by store, visitor, session
    on conflict (store_id, visitor, session) do update set
        person_id = coalesce(excluded.person_id, v.person_id),
        started_at = least(v.started_at, excluded.started_at), ended_at = greatest(v.ended_at, excluded.ended_at),
        entry = case when excluded.entry <> '' and (v.entry = '' or excluded.started_at < v.started_at)
                     then excluded.entry else v.entry end,
        exit = case when excluded.exit <> '' and excluded.ended_at >= v.ended_at then excluded.exit else v.exit end,
        last_act = case when excluded.last_act <> '' and excluded.ended_at >= v.ended_at
                        then excluded.last_act else v.last_act end,
        campaign = case when v.campaign = '' then excluded.campaign else v.campaign end,
        origin = case when v.origin = '' then excluded.origin else v.origin end,
        device = case when v.device = '' then excluded.device else v.device end,
        pages = v.pages + excluded.pages, seconds = v.seconds + excluded.seconds,
        products = v.products + excluded.products, searches = v.searches + excluded.searches,
        in_vain = v.in_vain + excluded.in_vain, carts = v.carts + excluded.carts,
        checkouts = v.checkouts + excluded.checkouts, purchases = v.purchases + excluded.purchases
"""
LOOKS = """
    insert into insight_look as k (store_id, person_id, kind, what, title, times, days, in_vain, last_at)
    select s.store, s.person, s.kind, s.what, max(s.title), count(*),
           count(distinct (s.at at time zone z.timezone)::date) filter (
               where l.id is null
                  or (s.at at time zone z.timezone)::date > (l.last_at at time zone z.timezone)::date),
           count(*) filter (where s.in_vain), max(s.at)
    from (
        select store, person, 'product' as kind, sku as what, title, false as in_vain, at from step
        where name = 'product.viewed' and sku <> ''
        union all
        select store, person, 'search', query, '', in_vain, at from step where name = 'product.searched' and query <> ''
    ) s
    join workspace_store z on z.id = s.store
    left join insight_look l
        on l.store_id = s.store and l.person_id = s.person and l.kind = s.kind and l.what = s.what
    where s.person is not null
    group by s.store, s.person, s.kind, s.what
    order by s.store, s.person, s.kind, s.what
    on conflict (store_id, person_id, kind, what) do update set
        title = coalesce(nullif(excluded.title, ''), k.title), times = k.times + excluded.times,
        days = k.days + excluded.days, in_vain = k.in_vain + excluded.in_vain,
        last_at = greatest(k.last_at, excluded.last_at)
"""


def follow(events: Iterable[Logged]) -> None:
    """Add events to the visits and looks, in the caller's transaction."""
    steps = [step(event) for event in events if is_counted(event)]
    if not steps:
        return
    query.run("drop table if exists step")
    query.run(STEPS, {name: [step[name] for step in steps] for name in COLUMNS})
    query.run(SESSIONS)
    query.run(VISITS)
    query.run(LOOKS)


def let_go(before: datetime) -> int:
    """Remove the visits, looks and carts that nothing was added to since, and say how many they were."""
    old = (
        Visit.objects.filter(ended_at__lt=before), Look.objects.filter(last_at__lt=before),
        Cart.objects.filter(changed_at__lt=before),
    )  # fmt: skip
    return sum(rows.delete()[0] for rows in old)


def is_counted(event: Logged) -> bool:
    """Whether a person stands behind an event of a site, and has allowed to be known."""
    is_known = event.person is not None or "visitor" in event.properties
    return event.store is not None and is_known and "traffic" not in event.properties


def step(event: Logged) -> dict[str, Any]:
    """What an event adds to a visit."""
    said = event.properties
    seconds = said.get("seconds") if event.name == LEFT else None
    results = said.get("results")
    return {
        "store": event.store, "person": event.person, "name": event.name, "at": event.happened_at,
        "visitor": text(said, "visitor", 320) or f"person {event.person}", "session": text(said, "session") or None,
        "page": text(said, "url"), "campaign": text(said, "utm_campaign"), "device": text(said, "device", 20),
        "origin": text(said, "utm_source") or text(said, "click") or host(text(said, "referrer")),
        "seconds": min(max(0, int(seconds)), LONGEST_STAY) if isinstance(seconds, int | float) else None,
        "sku": text(said, "sku", 200), "title": text(said, "title", 200), "query": text(said, "query", 200).lower(),
        "in_vain": event.name == "product.searched" and results in (0, "0"),
    }  # fmt: skip


def text(said: dict[str, Any], name: str, width: int = 500) -> str:
    value = said.get(name)
    return " ".join(str(value).split())[:width] if isinstance(value, str | int) else ""


def host(address: str) -> str:
    """The site that a visitor came from."""
    return address.partition("://")[2].partition("/")[0].removeprefix("www.")
