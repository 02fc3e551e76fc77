"""A reader whose process is killed with SIGKILL comes back, and has lost and doubled nothing."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from regulars.base.events import log
from regulars.base.kit import query

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

READER = """
import time
import django
django.setup()
from regulars.base.events import subscriptions
from regulars.base.kit import clock, query

def pour(events):
    for event in events:
        query.run("insert into cups (number, person) values (%s, %s)", [event.properties["number"], event.person])
        time.sleep(0.002)

reader = subscriptions.Hears("killed", pour, batch=20)
print("ready", flush=True)
while True:
    if not subscriptions.advance(reader, at=clock.now()):
        time.sleep(0.01)
"""
EVENTS = 400
KILLS = 4


@pytest.fixture
def cups(transactional_db):
    query.run("create table if not exists cups (number int, person bigint, place bigserial)")
    query.run("truncate cups")
    yield
    query.run("drop table cups")


def begin() -> subprocess.Popen[str]:
    user, password = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    host, name = connection.settings_dict["HOST"], connection.settings_dict["NAME"]
    address = f"postgresql:///{name}?user={user}&password={password}&host={host}"
    port = connection.settings_dict["PORT"]
    reader = subprocess.Popen(
        [sys.executable, "-c", READER],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"DATABASE_URL": address + (f"&port={port}" if port else "")},
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    return reader


def test_a_killed_reader_goes_on_where_its_effects_end(cup, cups, at):
    log.append([cup(number=n, person=n % 5) for n in range(EVENTS)], by="mei", at=at("2026-03-01"))
    chance = random.Random(7)
    for _ in range(KILLS):
        reader = begin()
        time.sleep(chance.uniform(0.05, 0.4))
        reader.send_signal(signal.SIGKILL)
        reader.communicate()
    last = begin()
    deadline = time.monotonic() + 60
    while query.value("select count(*) from cups") < EVENTS and time.monotonic() < deadline:
        time.sleep(0.1)
    last.kill()
    last.communicate()

    assert [row[0] for row in query.rows("select number from cups order by place")] == list(range(EVENTS))
