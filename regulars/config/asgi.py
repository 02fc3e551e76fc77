"""Edge, as the environment describes it, for any ASGI server."""

from pathlib import Path

from regulars.collect.receive.endpoint import Endpoint
from regulars.config import environ, lifeline
from regulars.config.edge.app import Edge
from regulars.config.edge.events import Events
from regulars.config.edge.headers import Proxies
from regulars.config.edge.health import Health
from regulars.config.edge.pages import Pages
from regulars.config.environ import WrongSetting
from regulars.config.home import Home


def application() -> Edge:
    """Edge in front of the pages whose socket `REGULARS_PAGES` names."""
    lifeline.follow_supervisor()
    try:
        proxies = Proxies.parse(environ.items("REGULARS_PROXIES"))
    except ValueError as error:
        raise WrongSetting(f"REGULARS_PROXIES must name networks such as 10.0.0.0/8: {error}.") from error
    pages = Pages(Path(environ.text("REGULARS_PAGES")), Home.here().prepare().run, proxies)
    database = environ.text("DATABASE_URL")
    return Edge(pages, Events(Endpoint(database), proxies), Health(database, pages))
