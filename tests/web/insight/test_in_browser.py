"""A cell of a picture leads to its people, in a real browser."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Store
from regulars.insight.models import Score
from regulars.web.insight.drawing import album
from tests.make import shop, workspace
from tests.web.test_browser import axe_in_both_themes, come_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_cell_leads_to_exactly_its_people(page: Page, live_server: Any, transactional_db: None):
    store: Store = workspace.store("Teahouse")
    run = shop.filled(store, buyers=120, today=date(2026, 3, 1))
    album.draw(store, "en")
    member = workspace.staff(store.circle, Role.OWNER, name="Olga")
    cell = Score.objects.filter(run=run, recency=5, frequency=5)
    assert 0 < cell.count() < 50

    come_in(page, live_server, member).goto(f"{live_server.url}{reverse('insight_rfm')}")
    faults = axe_in_both_themes(page)
    page.locator('svg a[*|href="/customers/?behind=recency%3A5+frequency%3A5"]').first.dispatch_event("click")
    expect(page.get_by_text("Recency 5, frequency 5", exact=True)).to_be_visible()

    expect(page.locator("#list tbody tr")).to_have_count(cell.count())
    shown = {href.rstrip("/").split("/")[-1] for href in hrefs(page)}
    assert shown == set(cell.values_list("person__public_id", flat=True))
    assert faults == []


def test_no_picture_scrolls_on_a_telephone(page: Page, live_server: Any, transactional_db: None):
    store: Store = workspace.store("Teahouse")
    shop.filled(store, buyers=120, today=date(2026, 3, 1))
    album.draw(store, "en")
    come_in(page, live_server, workspace.staff(store.circle, Role.OWNER, name="Olga"))

    names = ("insight", "insight_rfm", "insight_value", "insight_cohorts", "insight_concentration")
    for width, name in product((320, 390), names):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{live_server.url}{reverse(name)}")
        pictures = page.locator(".chart__picture:visible")
        expect(pictures.first).to_be_visible()
        for picture in pictures.all():
            assert picture.evaluate("box => box.scrollWidth <= box.clientWidth"), (name, width)
            assert picture.evaluate("box => box.querySelector('svg').getBoundingClientRect().height") > 100


def hrefs(page: Page) -> list[str]:
    return [str(link.get_attribute("href")) for link in page.locator("#list a.table__name").all()]
