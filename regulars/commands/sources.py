"""`regulars sources`: what sends to a store by itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.collect.models import Source

app = typer.Typer(help="Let shops, sites and apps send by themselves.", no_args_is_help=True)

KINDS = "events (a website or an app), shopify, woocommerce, stripe, webhook, folder, query"
Kind = Annotated[str, typer.Argument(help=f"What sends: {KINDS}.")]
Store = Annotated[str, typer.Option("--store", help="The store's name; a new one is opened.")]
Name = Annotated[str, typer.Option("--name", help="How people call it.")]
Secret = Annotated[str, typer.Option("--secret", help="With which it signs; made here if you give none.")]
Shop = Annotated[str, typer.Option("--shop", help="The shop's address: name.myshopify.com, or https://shop.example.")]
Token = Annotated[str, typer.Option("--token", help="Shopify: the access token of your app, to ask for what it holds.")]
Key = Annotated[str, typer.Option("--key", help="WooCommerce: the consumer key and secret, as ck_…:cs_….")]
Address = Annotated[str, typer.Option("--address", help="Shopify: where its API is asked, if elsewhere.")]
Mapping = Annotated[
    Path | None, typer.Option("--mapping", help="A file with a mapping in JSONata, for webhook and query.")
]
Sql = Annotated[Path | None, typer.Option("--sql", help="A file with the query to ask.")]
Database = Annotated[str, typer.Option("--database", help="Where to ask it: postgresql://… or mysql://….")]


class UnknownKind(Refusal):
    message = "There is no kind of source “%(kind)s”; there is: %(known)s."


class NoSuchSource(Refusal):
    message = "There is no open source %(id)s."


class NoSuchText(Refusal):
    message = "%(path)s cannot be read as text."


class CannotAsk(Refusal):
    message = "%(id)s only sends by itself, or has not been given a key by which we may ask."


@app.command("add")
def add(
    kind: Kind, store: Store, name: Name = "", secret: Secret = "", shop: Shop = "", token: Token = "", key: Key = "",
    address: Address = "", mapping: Mapping = None, sql: Sql = None, database: Database = "",
    as_json: console.AsJson = False,
) -> None:  # fmt: skip
    """Create a source, and print the address to which it sends, with its write key or its secret."""
    with console.refusals(), session.database():
        from regulars.collect import drops
        from regulars.collect.kinds import SourceKind
        from regulars.collect.sources import keyring, register

        if kind not in SourceKind.values:
            raise UnknownKind(kind=kind, known=", ".join(SourceKind.values))
        settings = {"shop": shop, "address": address, "mapping": contents(mapping), "sql": contents(sql)}
        given = {"signing": secret, "token": token, "key": key, "database": database}
        secrets = {word: value for word, value in given.items() if value}
        place = places.store(store, timezone=None, currency=None, quiet=as_json)
        made = register.add(
            place, SourceKind(kind), name=name, settings=settings, secrets=secrets, by=None, at=clock.now()
        )
        if made.kind == SourceKind.FOLDER:
            drops.prepare(made)
        facts = described(made)
        signing = keyring.read(made).get(keyring.SIGNING)
        facts |= {"secret": signing} if signing else {}
        titles = {"address": "address", "write_key": "write key", "secret": "secret", "folder": "folder"}
        titles |= {"tag": "for the pages of the site"}
        lines = [f"{made.name} ({made.public_id}) sends to {place.name}."]
        lines += [f"{title}: {facts[word]}" for word, title in titles.items() if word in facts]
        console.report(facts, as_json=as_json, lines=lines)


@app.command("list")
def list_all(as_json: console.AsJson = False) -> None:
    """Print the open sources, and when each has last sent something."""
    with console.refusals(), session.database():
        from django.db.models import Max

        from regulars.collect.models import Source

        found = Source.objects.open().select_related("store").order_by("id")
        last = dict(found.values_list("id").annotate(Max("days__last_at")))
        facts = [described(source) | {"last_at": last[source.id]} for source in found]
        lines = [f"{f['id']}  {f['store']}  {f['kind']}  {f['name']}  last: {f['last_at'] or 'never'}" for f in facts]
        console.report({"sources": facts}, as_json=as_json, lines=lines or ["There is no source yet."])


@app.command("secret")
def secret(
    source: Annotated[str, typer.Argument(help="The source's id, such as src_….")],
    secret: Secret = "",
    as_json: console.AsJson = False,
) -> None:
    """Give a source another secret to sign with; the one before is good for an hour more."""
    with console.refusals(), session.database():
        from regulars.collect.sources import keyring

        found = opened(source)
        value = keyring.renew(found, secret, by=None, at=clock.now())
        console.report({"id": found.public_id, "secret": value}, as_json=as_json, lines=[f"secret: {value}"])


@app.command("pull")
def pull(
    source: Annotated[str, typer.Argument(help="The source's id, such as src_….")], as_json: console.AsJson = False
) -> None:
    """Ask a platform now for what has changed there."""
    with console.refusals(), session.database():
        from regulars.collect import pulls
        from regulars.collect.models import SourceStream

        found = opened(source)
        if not pulls.can_be_asked(found):
            raise CannotAsk(id=source)
        fetched = pulls.pull(found, at=clock.now())
        states = list(SourceStream.objects.filter(source=found).order_by("stream"))
        facts = {"id": found.public_id, "fetched": fetched}
        facts["streams"] = [
            {"stream": s.stream, "complete_to": s.complete_to, "fetched": s.fetched, "problem": s.problem}
            for s in states
        ]
        lines = [f"{fetched} records came."]
        lines += [f"{s.stream}: {s.problem or f'complete to {s.complete_to}'}" for s in states]
        console.report(facts, as_json=as_json, lines=lines)


@app.command("close")
def close(source: Annotated[str, typer.Argument(help="The source's id, such as src_….")]) -> None:
    """Take nothing more from a source."""
    with console.refusals(), session.database():
        from regulars.collect.sources import register

        found = opened(source)
        register.close(found, by=None, at=clock.now())
        console.say(f"{found.name} is closed.")


def contents(path: Path | None) -> str:
    """
    :raises NoSuchText: if the file cannot be read as text.
    """
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError) as error:
        raise NoSuchText(path=path) from error


def opened(public_id: str) -> "Source":
    """
    :raises NoSuchSource: if there is no open source of that id.
    """
    from regulars.collect.models import Source

    found = Source.objects.open().select_related("store__circle").filter(public_id=public_id).first()
    if found is None:
        raise NoSuchSource(id=public_id)
    return found


def described(source: "Source") -> dict[str, Any]:
    """A source in plain values, without its secrets."""
    from regulars.collect.sources import addresses

    facts = {"id": source.public_id, "store": source.store.name, "kind": str(source.kind), "name": source.name}
    return facts | addresses.of(source)
