"""`regulars draw`: the pictures of Insight, drawn ahead so that no page waits for one."""

from typing import Annotated

import typer

from regulars.commands import console, places, session

Only = Annotated[str | None, typer.Option("--store", help="One store only, by name.")]


def draw(store: Only = None) -> None:
    """Draw the pictures of what was learned last, in the languages in use."""
    with console.refusals(), session.database():
        from regulars.web.insight import charts
        from regulars.web.insight.drawing import album

        for shop in places.known_stores(store):
            for language in charts.wanting(shop):
                count = album.draw(shop, language)
                console.say(f"{shop.name}: {count} pictures in {language}.")
