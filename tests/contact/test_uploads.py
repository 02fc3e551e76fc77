"""A list for another program holds those who may go, in the spelling that the program wants."""

import hashlib
import io

import pytest
from django.db import transaction

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.contact.uploads import files, leaving, spelling
from regulars.contact.uploads.formats import BY_KEY, FORMATS
from regulars.contact.uploads.leaving import Aim, Stays
from regulars.identity.models import Person
from regulars.profile import suppressions
from regulars.profile.kinds import Purpose, Silence
from regulars.profile.models import ConsentRules
from tests.make import identity, profile
from tests.make.consent import about, given, withdrawn

pytestmark = pytest.mark.django_db


def hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def written(key, mei, store, at):
    """The lines of a file of everybody."""
    file = io.StringIO()
    with transaction.atomic():
        going = leaving.leavers(Person.objects.all(), BY_KEY[key].aim, staff=mei, store=store, at=at)
        files.write(file, BY_KEY[key], going)
    return file.getvalue().splitlines()


@pytest.fixture
def eve(circle, at):
    """Somebody with two addresses, a number and a name that a spreadsheet would reckon."""
    one = identity.person(circle, email="eve.tea@gmail.com", phone="+442071234567")
    identity.merge(one, identity.person(circle, email="second@tea.example"))
    profile.of(
        one, given_name="=Eve", family_name="O'Neil", city="Saint Albans", region="Herts", postcode="AL1 2AB",
        country="GB", company="Tea & Co", tags=("vip",),
    )  # fmt: skip
    given(one, at("2026-03-01 10:00"))
    return one


def test_mail_programs_get_their_columns_with_consent_and_tags_and_no_formulas(eve, mei, teahouse, at):
    klaviyo = written("klaviyo", mei, teahouse, at("2026-03-02"))
    mailchimp = written("mailchimp", mei, teahouse, at("2026-03-02"))

    assert klaviyo == [
        "Email,Phone Number,First Name,Last Name,Organization,Address,City,State / Region,Zip Code,Country,"
        "Email Marketing Consent,Email Marketing Consent Timestamp,Regulars ID",
        "eve.tea@gmail.com,+442071234567,'=Eve,O'Neil,Tea & Co,,Saint Albans,Herts,AL1 2AB,GB,SUBSCRIBED,"
        f"2026-03-01T10:00:00Z,{eve.public_id}",
    ]
    assert mailchimp == [
        "Email Address,First Name,Last Name,Phone Number,Company,Address,Tags",
        "eve.tea@gmail.com,'=Eve,O'Neil,+442071234567,Tea & Co,Saint Albans  Herts  AL1 2AB  GB,vip",
    ]


def test_meta_and_google_get_hashes_of_their_own_spelling(eve, mei, teahouse, at):
    [_, meta] = written("meta", mei, teahouse, at("2026-03-02"))
    [_, google] = written("google", mei, teahouse, at("2026-03-02"))
    [_, plain] = written("google-plain", mei, teahouse, at("2026-03-02"))

    assert meta.split(",") == [
        hashed("eve.tea@gmail.com"), hashed("second@tea.example"), "", hashed("442071234567"), "", "", hashed("eve"),
        hashed("oneil"), hashed("al12ab"), hashed("saintalbans"), hashed("herts"), hashed("gb"),
    ]  # fmt: skip
    assert google.split(",") == [
        hashed("evetea@gmail.com"), hashed("second@tea.example"), "", hashed("+442071234567"), "", "", hashed("=eve"),
        hashed("o'neil"), "GB", "AL1 2AB",
    ]  # fmt: skip
    assert plain == "eve.tea@gmail.com,second@tea.example,,+442071234567,,,'=Eve,O'Neil,GB,AL1 2AB"
    assert spelling.meta_postcode("10118-0110", "US") == "10118"
    assert all(len(each.headings) == 10 + 2 * (each.key == "meta") for each in FORMATS if each.aim == Aim.SHARING)


def test_who_may_not_go_stays_and_is_counted_by_the_reason(eve, li, wu, circle, teahouse, at):
    withdrawn(li, at("2026-03-01"))
    bounced = identity.person(circle, email="bounced@tea.example")
    given(bounced, at("2026-03-01"))
    suppressions.add(circle, ["bounced@tea.example"], cause=Silence.BOUNCE, by=None, at=at("2026-03-01"))
    given(identity.person(circle), at("2026-03-01"))

    found = leaving.count(Person.objects.all(), Aim.MAIL, store=teahouse, at=at("2026-03-02"))

    assert found.go == 1
    assert found.stay == {Stays.SUPPRESSED: 1, Stays.WITHDRAWN: 1, Stays.UNKNOWN: 1, Stays.NO_ADDRESS: 1}


def test_passing_on_needs_its_own_consent_where_the_store_asks_for_it(eve, mei, teahouse, at):
    withdrawn(eve, at("2026-03-01"), about(purpose=Purpose.SHARING))
    assert leaving.count(Person.objects.all(), Aim.SHARING, store=teahouse, at=at("2026-03-02")).go == 0

    with operations.doing(OperationKind.RULE, store=teahouse, at=at("2026-03-02")):
        ConsentRules.objects.create(store=teahouse, set_at=at("2026-03-02"), purposes=["marketing", "sharing"])
    other = identity.person(teahouse.circle, email="other@tea.example")
    given(other, at("2026-03-02"))
    given(eve, at("2026-03-02"), about(purpose=Purpose.SHARING))

    found = leaving.count(Person.objects.all(), Aim.SHARING, store=teahouse, at=at("2026-03-03"))
    assert (found.go, found.stay) == (1, {Stays.UNKNOWN: 1})
