"""`regulars sources`: what sends to a store by itself."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.collect.models import Source

app = typer.Typer(help="Let shops, sites and apps send by themselves.", no_args_is_help=True)

Kind = Annotated[str, typer.Argument(help="What sends: events (a website or an app).")]
Store = Annotated[str, typer.Option("--store", help="The store's name; a new one is opened.")]
Name = Annotated[str, typer.Option("--name", help="How people call it.")]


class UnknownKind(Refusal):
    message = "There is no kind of source “%(kind)s”; there is: %(known)s."


class NoSuchSource(Refusal):
    message = "There is no open source %(id)s."


@app.command("add")
def add(kind: Kind, store: Store, name: Name = "", as_json: console.AsJson = False) -> None:
    """Create a source, and print the write key and the address to which it sends."""
    with console.refusals(), session.database():
        from regulars.collect.kinds import SourceKind
        from regulars.collect.sources import register

        if kind not in SourceKind.values:
            raise UnknownKind(kind=kind, known=", ".join(SourceKind.values))
        place = places.store(store, timezone=None, currency=None, quiet=as_json)
        made = register.add(place, SourceKind(kind), name=name, by=None, at=clock.now())
        facts = described(made)
        lines = [f"{made.name} ({made.public_id}) sends to {place.name}."]
        lines += [f"{title}: {facts[key]}" for title, key in (("write key", "write_key"), ("address", "address"))]
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


@app.command("close")
def close(source: Annotated[str, typer.Argument(help="The source's id, such as src_….")]) -> None:
    """Take nothing more from a source."""
    with console.refusals(), session.database():
        from regulars.collect.models import Source
        from regulars.collect.sources import register

        found = Source.objects.open().select_related("store__circle").filter(public_id=source).first()
        if found is None:
            raise NoSuchSource(id=source)
        register.close(found, by=None, at=clock.now())
        console.say(f"{found.name} is closed.")


def described(source: "Source") -> dict[str, Any]:
    """A source in plain values."""
    from django.conf import settings

    return {
        "id": source.public_id,
        "store": source.store.name,
        "kind": str(source.kind),
        "name": source.name,
        "write_key": source.write_key,
        "address": f"{settings.PUBLIC_URL.rstrip('/')}/v1",
    }
