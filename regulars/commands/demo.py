"""`regulars demo`: a believable shop, or the merchant's own file, learned and shown in one go."""

import os
import subprocess
import sys
import tempfile
import webbrowser
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session, up
from regulars.config.home import Home

if TYPE_CHECKING:
    from regulars.base.workspace.models import Store

SHOP = "Teahouse"
YEARS = 2
CURRENCY, ZONE = "GBP", "Europe/London"
OWNER = "owner@regulars.example"
LINK = "REGULARS_DEMO_LINK"

Customers = Annotated[int, typer.Option(min=1, help="How many buyers the shop has.")]
Data = Annotated[Path | None, typer.Option("--data", help="Your own order history instead of the demo shop.")]
Name = Annotated[str | None, typer.Option("--store", help="The store's name.")]
Seed = Annotated[int, typer.Option(help="Another number makes another shop.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="The port, or the next free one.")]
Serve = Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the pages until Ctrl-C.")]


class NotLoaded(Refusal):
    message = "The demo could not be loaded; the reason stands above."


def demo(
    customers: Customers = 2_000, data: Data = None, store: Name = None, seed: Seed = 1, port: Port = 8000,
    serve: Serve = True,
) -> None:  # fmt: skip
    """Load a demo shop (or your own file), learn, print the findings, and serve the pages."""
    home = Home.here().prepare()
    words = ["--customers", str(customers), "--seed", str(seed)]
    words += ["--data", str(data)] if data else []
    words += ["--store", store] if store else []
    with console.refusals(), up.stop_signals() as stopping, session.server(home) as address:
        token = loaded(words, home, address)
        if serve:
            up.serve(home, host="127.0.0.1", port=port, stopping=stopping, ready=lambda url: welcome(url, token))


def loaded(words: list[str], home: Home, address: str) -> str:
    """Load in a process that ends, so that this one stays small; the token of the link that signs in."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / "link"
        environment = {**os.environ, "REGULARS_HOME": str(home.path), "DATABASE_URL": address, LINK: str(link)}
        done = subprocess.run([sys.executable, "-m", "regulars", "load-demo", *words], env=environment, check=False)
        if done.returncode:
            raise NotLoaded
        return link.read_text()


def welcome(url: str, token: str) -> None:
    """Say how to get in, and open the browser where there is one."""
    address = f"{url}enter/{token}/"
    console.say(f"Signed in by this link, once, within ten minutes: {address}")
    console.say(f"Later sign in as {OWNER}; set a password under your name, Account.")
    if sys.stdout.isatty() and has_screen():
        webbrowser.open(address)


def has_screen() -> bool:
    return sys.platform == "darwin" or any(name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def load_demo(customers: Customers = 2_000, data: Data = None, store: Name = None, seed: Seed = 1) -> None:
    """Load, learn and print the findings; the part of `regulars demo` that takes memory."""
    with console.refusals(), session.database():
        token = link_of_owner()
        place = own_shop(data, store) if data else made_up_shop(store or SHOP, customers=customers, seed=seed)
        from regulars.commands import learn

        learn.learn_and_tell([place], as_of=None, as_json=False)
        if LINK in os.environ:
            Path(os.environ[LINK]).write_text(token)


def link_of_owner() -> str:
    """The token of a one-time link for the owner, who is made where there is none."""
    from regulars.base.workspace import keys, staff
    from regulars.base.workspace.kinds import LinkPurpose, Role
    from regulars.base.workspace.models import Staff

    owner = Staff.objects.select_related("account").filter(role=Role.OWNER, left_at=None).order_by("id").first()
    owner = owner or staff.found(email=OWNER, name="Owner", password=None, at=clock.now())
    return keys.make_link(owner.account, LinkPurpose.SIGN_IN, at=clock.now())


def own_shop(data: Path, name: str | None) -> "Store":
    place = places.store(name or data.name.split(".")[0], timezone=None, currency=None)
    bring(place, "orders", data)
    return place


def made_up_shop(name: str, *, customers: int, seed: int) -> "Store":
    from regulars.base.workspace import stores
    from regulars.collect.sources.demo import shop

    place = stores.open_store(name, currency=CURRENCY, timezone=ZONE, at=clock.now(), is_demo=True)
    today = clock.local_day(clock.now(), place.zone)
    with tempfile.TemporaryDirectory(dir=Home.here().imports) as folder:
        console.say(f"Making up {customers:,} customers of “{name}” …")
        made = shop.generate(Path(folder), customers=customers, until=today, seed=seed, years=YEARS)
        for kind in ("products", "costs", "customers", "orders"):
            bring(place, kind, getattr(made, kind))
        since = today - timedelta(days=366 * YEARS)
        quote_euro(place, made.parameters.euros_per_pound, since=since, until=today)
        bring_visits(place, made.visits)
    return place


def bring(place: "Store", kind: str, path: Path) -> None:
    from regulars.collect import imports, profiling
    from regulars.collect.kinds import Kind
    from regulars.commands import imports as command

    import_ = imports.register(path, place, Kind(kind), at=clock.now())
    facts = command.carry_out(import_, quiet=False)
    profiling.describe(import_, at=clock.now())
    console.say(command.told(import_, facts)[0])


def quote_euro(place: "Store", euros_per_pound: Decimal, *, since: date, until: date) -> None:
    """The demo shop also sells in euros; without a rate for each week these orders would stay apart."""
    from regulars.commerce import rates

    rate = (1 / euros_per_pound).quantize(Decimal("0.0000000001"))
    for week in range((until - since).days // 7 + 1):
        rates.give("EUR", place.currency, on=since + timedelta(weeks=week), rate=rate, source="demo shop")
    rates.revalue(place, by=None, at=clock.now())


def bring_visits(place: "Store", path: Path) -> None:
    from regulars.identity import visits

    written = visits.bring(path, place, at=clock.now())
    console.say(f"{path.name}: {written:,} web events")
