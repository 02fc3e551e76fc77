"""Edge, as the environment describes it, for any ASGI server."""

from pathlib import Path

from regulars.collect.receive.endpoint import Endpoint
from regulars.collect.receive.hooks import Hooks
from regulars.collect.sources.receivers import RECEIVERS
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
    home = Home.here().prepare()
    pages = Pages(Path(environ.text("REGULARS_PAGES")), home.run, proxies)
    database = environ.text("DATABASE_URL")
    hooks = Hooks(database, environ.text("REGULARS_SEAL_KEY") or home.secret("seal_key"), RECEIVERS)
    ways_in = (Events(Endpoint(database), proxies), Events(hooks, proxies))
    return Edge(pages, ways_in, Health(database, pages))
