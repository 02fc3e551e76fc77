"""Companies and who buys for them: by hand, and found by rule."""

from datetime import date

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.identity.models import Person
from regulars.profile import companies, companynames, contacts, edits, gathering, intake, reversals
from regulars.profile.models import Company, CompanyKey, Contact
from tests.make import identity, profile, sources
from tests.make.identity import SEEN
from tests.make.sources import letter, take_in
from tests.make.staging import staged

NOW = SEEN.replace(year=2026)


def names(circle):
    return sorted(Company.objects.filter(circle=circle).values_list("name", flat=True))


def contacts_of(name):
    return set(Contact.objects.present().filter(company__name=name).values_list("person_id", flat=True))


def test_a_name_is_known_again_without_its_legal_form():
    assert companynames.key("ACME, Inc.") == companynames.key("Acme") == "acme"
    assert companynames.key("Müller & Söhne GmbH & Co. KG") == "muller & sohne"
    assert companynames.key("上海茶叶有限公司") == companynames.key("上海 茶叶 股份有限公司")
    assert companynames.key("n/a") == companynames.key("-") == companynames.key("li@acme.example") == ""


def test_a_mailbox_that_anybody_can_have_is_no_companys_domain():
    assert (
        companynames.domain("li@mail.acme.co.uk") == companynames.domain("https://www.acme.co.uk/tea") == "acme.co.uk"
    )
    assert [companynames.domain(each) for each in ("li@gmail.com", "li@qq.com", "li@web.de", "acme")] == [
        "",
        "",
        "",
        "",
    ]


def test_companies_are_found_by_what_profiles_say_and_people_by_the_domain(circle):
    li, wu, bob, sol = (
        identity.person(circle, email=f"{name}@{host}")
        for name, host in (("li", "acme.example"), ("wu", "gmail.com"), ("bob", "acme.example"), ("sol", "gmail.com"))
    )
    for each, said in ((li, "ACME Inc."), (wu, "Acme Inc"), (sol, "n/a")):
        profile.of(each, company=said, city="London")

    found = gathering.gather(circle, at=NOW)

    assert (found.companies, found.contacts) == (1, 3)
    assert names(circle) == ["ACME Inc."]
    assert contacts_of("ACME Inc.") == {li.id, wu.id, bob.id}
    assert Contact.objects.get(person=bob).evidence == {"why": "domain", "value": "acme.example"}
    assert gathering.gather(circle, at=NOW) == gathering.Gathered()
    assert Operation.objects.filter(facts__act="find_companies").count() == 1


def test_what_nobody_says_any_more_goes_and_who_says_another_company_has_left(circle):
    li, wu = (identity.person(circle) for _ in range(2))
    for each in (li, wu):
        profile.of(each, company="Acme")
    gathering.gather(circle, at=NOW)
    for each, company in ((li, "Beta"), (wu, "")):
        edits.edit(each, {"company": company}, by=None, at=NOW)

    gathering.gather(circle, at=NOW)

    assert Contact.objects.get(person=li, company__name="Acme").until_on == NOW.date()
    assert contacts_of("Beta") == {li.id}
    assert not Contact.objects.filter(person=wu).exists()


def test_who_was_taken_off_stays_off_and_an_archived_company_is_not_found_again(circle, mei):
    li, wu = (identity.person(circle) for _ in range(2))
    profile.of(li, company="Acme")
    gathering.gather(circle, at=NOW)
    acme = Company.objects.get()
    contacts.unlink(acme.contacts.get(), by=mei, at=NOW)
    profile.of(wu, company="Acme Ltd")
    gathering.gather(circle, at=NOW)
    assert contacts_of("Acme") == {wu.id}

    companies.archive(acme, by=mei, at=NOW)
    profile.of(identity.person(circle), company="acme")
    gathering.gather(circle, at=NOW)

    assert names(circle) == ["Acme"]
    assert contacts_of("Acme") == {wu.id}


def test_finding_companies_can_be_undone_as_a_whole(circle):
    profile.of(identity.person(circle), company="Acme")
    gathering.gather(circle, at=NOW)

    reversals.put_back(Operation.objects.get(facts__act="find_companies"), by=None, actor="mei", at=NOW)

    assert names(circle) == []
    assert not CompanyKey.objects.exists()
    assert not Contact.objects.exists()


def test_the_tax_number_and_the_domain_tell_a_company_too(circle, mei):
    given = {"name": "Acme", "tax_id": "GB 123 4567 82", "website": "https://www.acme.example"}
    acme = companies.open_company(circle, given, by=mei, at=NOW)

    with pytest.raises(companies.CompanyExists):
        companies.open_company(circle, {"name": "Another", "tax_id": "gb123456782"}, by=mei, at=NOW)
    with pytest.raises(companies.NamelessCompany):
        companies.change(acme, {"name": " "}, by=mei, at=NOW)
    companies.change(acme, {"name": "Acme Teas"}, by=mei, at=NOW)

    assert companies.known(circle, companies.keys({"name": "ACME Inc"})) == acme


def test_merging_companies_moves_contacts_and_keys_and_is_undone_exactly(circle, mei):
    li, wu = (identity.person(circle) for _ in range(2))
    acme, beta = (companies.open_company(circle, {"name": name}, by=mei, at=NOW) for name in ("Acme", "Beta"))
    for person in (li, wu):
        contacts.link(acme, person, role="buyer", by=mei, at=NOW)
    contacts.link(beta, wu, by=mei, at=NOW)

    companies.merge(acme, into=beta, by=mei, at=NOW)
    assert names(circle) == ["Beta"]
    assert contacts_of("Beta") == {li.id, wu.id}
    assert companies.known(circle, companies.keys({"name": "Acme GmbH"})) == beta

    undo.undo(Operation.objects.get(facts__act="merge_companies"), by=mei, at=NOW)
    assert names(circle) == ["Acme", "Beta"]
    assert contacts_of("Acme") == {li.id, wu.id}


def test_a_link_is_of_the_human_being_and_can_begin_and_end(circle, mei):
    li, other = identity.person(circle), identity.person(circle)
    acme = companies.open_company(circle, {"name": "Acme"}, by=mei, at=NOW)
    first = contacts.link(acme, other, role="buyer", by=mei, at=NOW)
    identity.merge(li, other)

    again = contacts.link(acme, Person.objects.get(id=li.id), since_on=date(2025, 1, 1), by=mei, at=NOW)

    assert again == first
    assert again.role == "buyer"
    with pytest.raises(contacts.EndsTooEarly):
        contacts.change(again, role="buyer", since_on=date(2025, 1, 1), until_on=date(2024, 1, 1), by=mei, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_a_group_of_a_site_is_a_company_and_its_newest_word_fills_what_is_blank(teahouse):
    site = sources.source(teahouse)
    said = {"name": "Acme Inc.", "website": "https://acme.example", "employees": 60, "address": {"city": "London"}}
    for user, traits in (("U1", said), ("U2", {}), ("U3", {"industry": "Tea"})):
        letter(site, {"type": "group", "userId": user, "groupId": "G7", "traits": traits})
        take_in()
        sources.heard("groups")

    acme = Company.objects.get()
    assert (acme.name, acme.size, acme.city, acme.industry) == ("Acme Inc.", "medium", "London", "Tea")
    assert acme.contacts.count() == 3
    assert companies.known(teahouse.circle, companies.keys({"website": "acme.example"})) == acme


@pytest.mark.django_db(transaction=True)
def test_undoing_an_import_takes_the_contacts_that_were_found_by_it_and_then_the_company(teahouse):
    brought = staged(7, teahouse, [{"email": "li@acme.example", "name": "Li", "company": "Acme"}], kind="customers")
    intake.merge(brought, at=NOW)
    gathering.gather(teahouse.circle, at=NOW)
    assert names(teahouse.circle) == ["Acme"]
    assert Contact.objects.count() == 1

    assert intake.undo(brought, by=None, at=NOW).people_removed == 1
    gathering.gather(teahouse.circle, at=NOW)

    assert not Person.objects.exists()
    assert names(teahouse.circle) == []
