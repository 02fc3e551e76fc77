"""The named cast: the shop Teahouse; Mei manages, Anna analyses, Bo answers.

Li buys often, Wu has lapsed, Sol asked to be forgotten.
"""

import pytest

from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Circle, Staff, Store
from regulars.identity.models import Person
from tests.make import identity, workspace


@pytest.fixture
def teahouse(db: None) -> Store:
    return workspace.store("Teahouse")


@pytest.fixture
def circle(teahouse: Store) -> Circle:
    return teahouse.circle


@pytest.fixture
def mei(circle: Circle) -> Staff:
    return workspace.staff(circle, Role.MANAGER, name="Mei")


@pytest.fixture
def anna(circle: Circle) -> Staff:
    return workspace.staff(circle, Role.ANALYST, name="Anna")


@pytest.fixture
def bo(circle: Circle) -> Staff:
    return workspace.staff(circle, Role.AGENT, name="Bo")


@pytest.fixture
def li(circle: Circle) -> Person:
    return identity.person(circle, email="li@teahouse.example")


@pytest.fixture
def wu(circle: Circle) -> Person:
    return identity.person(circle, email="wu@teahouse.example")


@pytest.fixture
def sol(circle: Circle) -> Person:
    return identity.person(circle, email="sol@teahouse.example")
