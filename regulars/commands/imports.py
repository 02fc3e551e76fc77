"""`regulars import`: bring a file of orders, customers, products or costs into a store."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from regulars.base.kit import clock
from regulars.base.kit.refusal import Refusal
from regulars.commands import console, places, session

if TYPE_CHECKING:
    from regulars.collect.models import Import
    from regulars.collect.reading.plan import Answers

app = typer.Typer(help="Bring a file into a store.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="CSV, TSV, XLSX, JSON Lines or Parquet, also gzipped.")]
Store = Annotated[str, typer.Option("--store", help="The store's name; a new one is opened.")]
Zone = Annotated[str | None, typer.Option("--timezone", help="Where times without a zone were written.")]
Currency = Annotated[str | None, typer.Option("--currency", help="For amounts without a currency, such as GBP.")]
Map = Annotated[Path | None, typer.Option("--map", help="A JSON or TOML file: what a column means = its heading.")]
Preset = Annotated[str | None, typer.Option("--preset", help="Read the file as this export, such as shopify-orders.")]
Dates = Annotated[str | None, typer.Option("--dates", help="How ambiguous dates are meant: dmy, mdy or ymd.")]
Decimal = Annotated[str | None, typer.Option("--decimal", help="How ambiguous numbers are meant: point or comma.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="The encoding, where it cannot be told.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Read and check everything, and keep nothing.")]
Rejects = Annotated[Path | None, typer.Option("--rejects", help="Write the rejected rows to this CSV file.")]


class NoSuchImport(Refusal):
    message = "There is no import %(id)s."


class UnknownAnswer(Refusal):
    message = "%(option)s cannot be “%(value)s”; it is one of: %(choices)s."


@dataclass(frozen=True)
class Given:
    """What was said about the file, as `imports.register` takes it."""

    timezone: str | None
    currency: str | None
    preset: str | None
    columns: Mapping[str, str]
    answers: "Answers"


def command(kind: str) -> Callable[..., None]:
    def bring(
        file: File, store: Store, timezone: Zone = None, currency: Currency = None, map_: Map = None,
        preset: Preset = None, dates: Dates = None, decimal: Decimal = None, encoding: Encoding = None,
        rejects: Rejects = None, dry_run: DryRun = False, as_json: console.AsJson = False,
    ) -> None:  # fmt: skip
        with console.refusals(), session.database():
            said = given(kind, map_, timezone, currency, preset, {"dates": dates, "decimal": decimal}, encoding)
            place = places.store(store, timezone=timezone, currency=currency, quiet=as_json)
            if dry_run:
                rehearse(file, place, kind, said, as_json=as_json)
            else:
                carry_in(file, place, kind, said, rejects, as_json=as_json)

    bring.__doc__ = f"Bring a file of {kind} into a store."
    return bring


for each in ("orders", "customers", "products", "costs", "tickets", "points"):
    app.command(each)(command(each))


@app.command("run", hidden=True)
def run(import_id: int) -> None:
    """Carry out an import that was registered over the API, or its undoing; the worker calls this."""
    with console.refusals(), session.database():
        carry_out(find(str(import_id)), quiet=True)


@app.command("describe", hidden=True)
def describe(import_id: int) -> None:
    """Look at every column of an imported file; the worker calls this."""
    with console.refusals(), session.database():
        from regulars.collect import profiling

        profiling.describe(find(str(import_id)), at=clock.now())


@app.command("check", hidden=True)
def check(draft_id: int, attempt: int) -> None:
    """Try out a file that somebody is about to import on the pages; the worker calls this."""
    with console.refusals(), session.database():
        from regulars.collect import drafts

        drafts.check(draft_id, attempt=attempt, at=clock.now())


@app.command("undo")
def undo(import_id: str, as_json: console.AsJson = False) -> None:
    """Take back what only this import has brought."""
    with console.refusals(), session.database():
        from regulars.profile import arrivals

        import_ = find(import_id)
        counts = arrivals.take_back(import_, by=None, at=clock.now()).counts()
        lines = [f"{name.replace('_', ' ')}: {value}" for name, value in counts.items()]
        console.report({"import": import_.public_id, **counts}, as_json=as_json, lines=lines)


@app.command("list")
def list_(as_json: console.AsJson = False) -> None:
    """Name the imports, newest first."""
    with console.refusals(), session.database():
        from regulars.collect.models import Import

        rows = [summary(import_) for import_ in Import.objects.select_related("store").order_by("-id")[:100]]
        lines = [" ".join(str(row[key]) for key in ("import", "kind", "file", "store", "state")) for row in rows]
        console.report({"imports": rows}, as_json=as_json, lines=lines or ["Nothing has been imported yet."])


def carry_out(import_: "Import", *, quiet: bool) -> dict[str, Any]:
    """Read and merge a registered file, from wherever it was interrupted; its facts when it is done."""
    from regulars.profile import arrivals

    with ProgressBars(quiet) as bar:
        arrivals.see_through(import_, at=clock.now(), reading=bar("Reading"), merging=bar("Merging"))
    return summary(import_)


class ProgressBars:
    """Bars on a terminal; nothing where nobody looks."""

    def __init__(self, quiet: bool) -> None:
        columns = (
            TextColumn("{task.description:<8}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
        )
        self.progress = Progress(*columns, transient=True, disable=quiet or not sys.stdout.isatty())

    def __enter__(self) -> Callable[[str], Callable[[int, int], None]]:
        self.progress.__enter__()
        return self.bar

    def __exit__(self, *fault: Any) -> None:
        self.progress.__exit__(*fault)

    def bar(self, title: str) -> Callable[[int, int], None]:
        task = self.progress.add_task(title, total=None)
        return lambda done, total: self.progress.update(task, completed=done, total=total)


def find(import_id: str) -> "Import":
    """
    The import of a public id or a number.

    :raises NoSuchImport: if there is none.
    """
    from regulars.collect.models import Import

    imports = Import.objects.select_related("store__circle")
    key = {"id": int(import_id)} if import_id.isdecimal() else {"public_id": import_id}
    found = imports.filter(**key).first()
    if found is None:
        raise NoSuchImport(id=import_id)
    return found


def summary(import_: "Import") -> dict[str, Any]:
    return {
        "import": import_.public_id, "kind": import_.kind, "file": import_.file_name, "store": import_.store.name,
        "state": import_.state, "preset": import_.preset, **import_.totals,
    }  # fmt: skip


def told(import_: "Import", facts: dict[str, Any]) -> list[str]:
    shown = {"read", "accepted", "rejected"}
    rest = [f"  {name.replace('_', ' ')}: {value}" for name, value in import_.totals.items() if name not in shown]
    head = "{file}: {read} rows read = {accepted} accepted + {rejected} rejected".format_map({"read": 0} | facts)
    return [head, *rest, f"  undo it with: regulars import undo {import_.public_id}"]


def carry_in(file: Path, store: Any, kind: str, said: Given, rejects: Path | None, *, as_json: bool) -> None:
    from regulars.collect import imports
    from regulars.collect.kinds import Kind

    import_ = imports.register(file, store, Kind(kind), at=clock.now(), **vars(said))
    facts = carry_out(import_, quiet=as_json)
    if rejects is not None:
        write_rejects(import_, rejects)
    console.report(facts, as_json=as_json, lines=told(import_, facts))


def rehearse(file: Path, store: Any, kind: str, said: Given, *, as_json: bool) -> None:
    from regulars.collect import imports
    from regulars.collect.kinds import Kind
    from regulars.collect.reading.plan import Terms

    terms = Terms(
        Kind(kind), said.timezone or store.timezone, said.currency or store.currency, clock.now(), preset=said.preset,
        columns=said.columns, answers=said.answers,
    )  # fmt: skip
    found = imports.dry_run(file, store, terms)
    shown = [
        {"line": row.line, "column": row.column, "value": row.value, "reason": str(row.reason)}
        for row in found.rejected
    ]
    facts = {"dry_run": True, **found.totals, "understood": found.understood, "rejects": shown}
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in {**found.totals, **found.understood}.items()]
    lines += [f"line {row['line']}, {row['column']}: “{row['value']}” {row['reason']}" for row in shown]
    console.report(facts, as_json=as_json, lines=[*lines, "Nothing was kept (--dry-run)."])


def write_rejects(import_: "Import", path: Path) -> None:
    from regulars.collect import rejects

    with path.open("w", encoding="utf-8-sig", newline="") as file:
        for line in rejects.as_csv(import_, with_values=True):
            file.write(line)


def given(
    kind: str, map_: Path | None, timezone: str | None, currency: str | None, preset: str | None,
    choices: dict[str, str | None], encoding: str | None,
) -> Given:  # fmt: skip
    """What the mapping file says, overruled by the options."""
    from regulars.collect.kinds import DateOrder, DecimalMark, Kind
    from regulars.collect.reading import mapping
    from regulars.collect.reading.plan import Answers

    said = mapping.read(map_, Kind(kind)) if map_ else mapping.MappingFile()
    for option, kinds in (("dates", DateOrder), ("decimal", DecimalMark)):
        value = choices[option]
        if value is not None and value not in kinds.values:
            raise UnknownAnswer(option=f"--{option}", value=value, choices=", ".join(kinds.values))
    chosen = {name: value for name, value in {**choices, "encoding": encoding}.items() if value}
    answers = Answers.from_json({**said.answers.as_json(), **chosen})
    return Given(timezone, currency, preset or said.preset, said.columns, answers)
