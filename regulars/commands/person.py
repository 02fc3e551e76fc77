"""`regulars person`: hand out everything about a customer, or erase them."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, session

if TYPE_CHECKING:
    from regulars.identity.models import Person
    from regulars.profile.models import Erasure

app = typer.Typer(help="What the law grants a customer.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="The person's number, such as per_01k9….")]
To = Annotated[Path, typer.Option("--to", help="Where to write the ZIP file.")]
Sure = Annotated[str, typer.Option("--sure", help="The same number again: it cannot be undone.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the certificate.")]


class NoSuchPerson(Refusal):
    message = "There is no person %(number)s."


@app.command("export")
def export(number: Number, to: To, as_json: console.AsJson = False) -> None:
    """Write everything about a customer into one ZIP: JSON for machines, HTML to read."""
    with console.refusals(), session.database():
        from regulars import flow
        from regulars.profile import disclosure

        asked = disclosure.ask(find(number), by=None, at=clock.now(), actor="command")
        made = disclosure.make(asked, flow.HOLDINGS, at=clock.now())
        shutil.copyfile(disclosure.opened(made, at=clock.now()), to)
        to.chmod(0o600)
        lines = [f"{name}: {count}" for name, count in made.counts.items()]
        console.report({"file": str(to), "rows": made.counts}, as_json=as_json, lines=[*lines, f"Written to {to}."])


@app.command("erase")
def erase(number: Number, sure: Sure = "", reason: Reason = "", as_json: console.AsJson = False) -> None:
    """Erase a customer, with all who were merged into them, and print the certificate."""
    with console.refusals(), session.database():
        from regulars.profile import erasure

        asked = erasure.ask(find(number), number=sure, reason=reason, by=None, at=clock.now(), actor="command")
        tell(carried_out(asked), as_json=as_json)


@app.command("erasure", hidden=True)
def go_on(public_id: str) -> None:
    """Carry out an erasure that was asked for; the worker calls this."""
    with console.refusals(), session.database():
        from regulars.profile.models import Erasure

        carried_out(Erasure.objects.select_related("circle", "by").get(public_id=public_id))


@app.command("erasures", hidden=True)
def erase_again() -> None:
    """Erase whom a restore has brought back and had no time to erase again; the worker calls this."""
    with console.refusals(), session.database() as home:
        from regulars import flow
        from regulars.profile import erasure

        erasure.replay(home.path / erasure.LIST, flow.HOLDINGS, flow.LAKE, at=clock.now())


@app.command("disclosure", hidden=True)
def disclose(public_id: str) -> None:
    """Make a file with everything about somebody; the worker calls this."""
    with console.refusals(), session.database():
        from regulars import flow
        from regulars.profile import disclosure
        from regulars.profile.models import Disclosure

        asked = Disclosure.objects.select_related("person").filter(public_id=public_id, made_at=None).first()
        if asked is not None:
            disclosure.make(asked, flow.HOLDINGS, at=clock.now())


def carried_out(asked: "Erasure") -> "Erasure":
    from regulars import flow
    from regulars.profile import erasure

    return erasure.carry_out(asked, flow.HOLDINGS, flow.LAKE, at=clock.now())


def tell(done: "Erasure", *, as_json: bool) -> None:
    facts: dict[str, Any] = {
        "erasure": done.public_id, "people": done.people, "places": done.places, "lake": done.lake,
        "gone_from_the_lake_on": done.final_on,
    }  # fmt: skip
    places = [f"{name}: {what['rows']:,} {what['becomes']}" for name, what in done.places.items() if name != "files"]
    lake = [f"lake/{name}: {rows:,} removed" for name, rows in done.lake.items() if rows]
    last = f"Certificate {done.public_id}: gone from every file of the lake by {done.final_on}."
    console.report(facts, as_json=as_json, lines=[*places, f"files: {done.places['files']}", *lake, last])


def find(number: str) -> "Person":
    """
    The person of a public id.

    :raises NoSuchPerson: if there is none.
    """
    from regulars.identity.models import Person

    found = Person.objects.filter(public_id=number).first()
    if found is None:
        raise NoSuchPerson(number=number)
    return found
