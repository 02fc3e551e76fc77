"""The index by which names are found."""

import pytest

from regulars.base.kit import query
from regulars.base.workspace.models import Circle
from tests.make import identity, profile

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("statement", ["analyze profile_profile", "reindex table profile_profile"])
def test_names_of_any_script_are_counted_and_indexed_anew(statement: str, circle: Circle):
    for name in ("李小龙", "Chloé Dufour", "Bo Jensen"):
        profile.of(identity.person(circle), name=name)

    query.run(statement)


def test_signs_give_themselves_and_their_pairs_and_words_their_runs(db: None):
    grams = query.value("select search_grams('bo 李小龙')")

    assert set(grams) == {" bo", " 李小", "李小龙", "李", "小", "龙", "李小", "小龙"}
