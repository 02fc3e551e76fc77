"""The program `regulars`."""

import typer

from regulars.commands import (
    backup,
    bench,
    check,
    demo,
    draw,
    duplicates,
    edge,
    explain,
    imports,
    lake,
    learn,
    link,
    migrate,
    person,
    quality,
    restore,
    sources,
    up,
    web,
    work,
)

app = typer.Typer(
    name="regulars",
    help="Turn buyers into regulars: a CRM for online shops.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(up.up)
app.command()(demo.demo)
app.command()(learn.learn)
app.command()(explain.explain)
app.command()(duplicates.duplicates)
app.command()(quality.quality)
app.command()(link.link)
app.add_typer(imports.app, name="import")
app.add_typer(sources.app, name="sources")
app.add_typer(lake.app, name="lake")
app.add_typer(person.app, name="person")
app.command()(edge.edge)
app.command()(web.web)
app.command()(work.work)
app.command()(backup.backup)
app.command()(restore.restore)
app.command()(check.check)
app.command()(bench.bench)
app.command(hidden=True)(draw.draw)
app.command(hidden=True)(migrate.migrate)
app.command(hidden=True)(demo.load_demo)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
