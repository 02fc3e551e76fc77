"""Find companies in what is known of people, and who belongs to them; in sets, as one operation that can be undone.

A company is named by profiles, whatever said so: an order's billing address, an address book, a site, a form. It
learns the domain of its contacts' addresses where that is its own, and whoever else writes from there is a contact
too. What staff said stands: who was taken off stays off, and an archived company is not found again.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import ids, query
from regulars.base.workspace.models import Circle
from regulars.commerce import supports
from regulars.commerce.kinds import Supported
from regulars.commerce.retraction import Part
from regulars.identity import acts
from regulars.profile import companynames
from regulars.profile.events import CompanyOpened, ContactLinked

SOURCE = "rule"
NAMES = """
    select distinct f.company from profile_profile f join identity_person p on p.id = f.person_id
    where f.company <> '' and p.circle_id = %(circle)s
"""
HOSTS = """
    select distinct split_part(value, '@', 2) from identity_identifier where kind = 'email' and circle_id = %(circle)s
"""
# What everybody says, as the human beings they are now; a company's name and place are those that most of them say.
SAYS = """
    create temp table says_company on commit drop as
    select p.canonical_id as person_id, s.key, f.company as name, f.city, f.region, f.country
    from profile_profile f join said_name s on s.text = f.company join identity_person p on p.id = f.person_id
    where p.circle_id = %(circle)s
"""
NEW = """
    create temp table new_company on commit drop as
    select nextval('profile_company_id_seq') as id, n.*
    from (
        select distinct on (key) key, name, city, region, country
        from (select key, name, city, region, country, count(distinct person_id) as people from says_company
              group by 1, 2, 3, 4, 5) spelled
        where not exists (select from profile_companykey k
                          where k.circle_id = %(circle)s and k.kind = 'name' and k.value = key)
        order by key, people desc, name, city, region, country
    ) n
"""
COMPANIES = """
    insert into profile_company (id, circle_id, public_id, name, legal_name, tax_id, website, street, city, region,
                                 postcode, country, size, industry, tags, note, source, made_at)
    select id, %(circle)s, public_id_after(%(head)s), name, '', '', '', '', city, region, '', country, '', '', '{}', '',
           %(source)s, %(at)s
    from new_company order by id
"""
KEYS = """
    insert into profile_companykey (circle_id, company_id, kind, value)
    select %(circle)s, id, 'name', key from new_company order by id
"""
# A domain that only people of one company write from, of those who say where they are.
DOMAINS = """
    insert into profile_companykey (circle_id, company_id, kind, value)
    select %(circle)s, min(c.company_id), 'domain', d.key
    from identity_identifier i join said_host d on d.text = split_part(i.value, '@', 2)
    join identity_person p on p.id = i.person_id
    join profile_contact c on c.person_id = p.canonical_id and c.refused_at is null and c.evidence ->> 'why' <> 'domain'
    where i.kind = 'email' and i.circle_id = %(circle)s
    group by d.key having count(distinct c.company_id) = 1
    on conflict do nothing
"""
STANDING = """
    from profile_contact c join identity_person o on o.id = c.person_id
    where c.company_id = {company} and o.canonical_id = {person}
"""
BY_NAME = f"""
    insert into profile_contact (company_id, person_id, role, since_on, evidence, made_at)
    select k.company_id, s.person_id, '', null, jsonb_build_object('why', 'name', 'value', min(s.name)), %(at)s
    from says_company s join profile_companykey k on k.circle_id = %(circle)s and k.kind = 'name' and k.value = s.key
    join profile_company m on m.id = k.company_id and m.archived_at is null
    where not exists (select {STANDING.format(company="k.company_id", person="s.person_id")})
    group by k.company_id, s.person_id order by k.company_id, s.person_id
"""
BY_DOMAIN = f"""
    insert into profile_contact (company_id, person_id, role, since_on, evidence, made_at)
    select k.company_id, p.canonical_id, '', null, jsonb_build_object('why', 'domain', 'value', min(d.key)), %(at)s
    from identity_identifier i join said_host d on d.text = split_part(i.value, '@', 2)
    join identity_person p on p.id = i.person_id
    join profile_companykey k on k.circle_id = %(circle)s and k.kind = 'domain' and k.value = d.key
    join profile_company m on m.id = k.company_id and m.archived_at is null
    where i.kind = 'email' and i.circle_id = %(circle)s
      and not exists (select from says_company s where s.person_id = p.canonical_id)
      and not exists (select {STANDING.format(company="k.company_id", person="p.canonical_id")})
    group by k.company_id, p.canonical_id order by k.company_id, p.canonical_id
"""
# What nobody says any more: whoever says another company has left this one, and whoever says none was never there.
UNSAID = """
    profile_contact c using identity_person o, profile_company m
    where o.id = c.person_id and m.id = c.company_id and m.circle_id = %(circle)s and c.evidence ->> 'why' = 'name'
      and c.refused_at is null and c.until_on is null
      and not exists (select from says_company s join profile_companykey k on k.circle_id = %(circle)s
                      and k.kind = 'name' and k.value = s.key
                      where s.person_id = o.canonical_id and k.company_id = c.company_id)
"""
LEFT = f"""
    update profile_contact set until_on = greatest(%(day)s, since_on) where id in (
        select c.id from {UNSAID.replace("using", ",")}
          and exists (select from says_company s where s.person_id = o.canonical_id))
"""
NEVER = f"""
    delete from {UNSAID} and c.role = '' and c.since_on is null
      and not exists (select from says_company s where s.person_id = o.canonical_id)
"""
# A company that a rule has found, that nobody has touched, and of which nobody says anything any more.
EMPTY = """
    m.circle_id = %(circle)s and m.source = %(source)s and m.archived_at is null
    and not exists (select from profile_contact c where c.company_id = m.id)
    and not exists (select from events_change h where h."table" = 'profile_company' and h.key = m.id)
    and not exists (select from says_company s join profile_companykey k on k.kind = 'name' and k.value = s.key
                    where k.company_id = m.id and k.circle_id = %(circle)s)
"""
FREE_KEYS = f"delete from profile_companykey x using profile_company m where x.company_id = m.id and {EMPTY}"
FORGET = f"delete from profile_company m where {EMPTY}"
TOLD = """
    select 'record', null::bigint, {person}, {name}, %(at)s::timestamptz, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, 'live', jsonb_build_object('company', m.public_id), '{{}}'::jsonb
    from profile_company m {rows} order by 3, m.id
"""
OPENED = TOLD.format(person="null::bigint", name="%(opened)s::text", rows="where m.operation = current_operation()")
LINKED = TOLD.format(
    person="c.person_id", name="%(linked)s::text",
    rows="join profile_contact c on c.company_id = m.id where c.operation = current_operation()",
)  # fmt: skip


# What a rule has said of people whom only one import knows: so they can go with it.
LET_GO = """
    delete from profile_contact c using {facts} s
    where s.kind = {person} and s.row_id = c.person_id and c.role = '' and c.refused_at is null
      and c.operation in (select id from events_operation where kind = 'rule')
      and not exists (select from commerce_support o
                      where o.import_id = any(%(others)s) and o.kind = {person} and o.row_id = c.person_id)
"""


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many companies and contacts are new, and of how many contacts nobody says so any more."""

    companies: int = 0
    contacts: int = 0
    gone: int = 0


class NothingNew(Exception):
    """So that an operation that would change nothing leaves no trace."""


def gather(circle: Circle, *, at: datetime) -> Gathered:
    """Bring companies and their contacts in line with what is known of people; again does nothing."""
    found = Gathered()
    with suppress(NothingNew), acts.undisturbed(circle), operations.doing(
        OperationKind.RULE, circle=circle, at=at, facts={"act": "find_companies"}
    ) as operation:  # fmt: skip
        found = _gathered({"circle": circle.id, "at": at, "source": SOURCE, "day": at.date()})
        if found == Gathered():
            raise NothingNew
        told = {"at": at, "actor": operation.actor, "opened": CompanyOpened.name, "linked": ContactLinked.name}
        log.append_select(sql.SQL(OPENED), told)
        log.append_select(sql.SQL(LINKED), told)
        operation.facts |= {"companies": found.companies, "people": found.contacts + found.gone}
        operation.save(update_fields=["facts"])
    return found


def let_go(part: Part) -> bool:
    """A part of the undoing of an import: what rules have said of people who go with it goes first."""
    statement = LET_GO.format(facts=supports.facts(part.number), person=Supported.PERSON.value)
    query.run(statement, others=part.others)
    return False


def _gathered(values: Mapping[str, object]) -> Gathered:
    query.run("drop table if exists said_name, said_host, says_company, new_company")
    keep("said_name", query.rows(NAMES, values), companynames.key)
    keep("said_host", query.rows(HOSTS, values), companynames.domain)
    query.run(SAYS, values)
    query.run(NEW, values)
    companies = query.run(COMPANIES, {**values, "head": ids.head("com")})
    query.run(KEYS, values)
    contacts = query.run(BY_NAME, values)
    query.run(DOMAINS, values)
    contacts += query.run(BY_DOMAIN, values)
    gone = query.run(LEFT, values) + query.run(NEVER, values)
    query.run(FREE_KEYS, values)
    gone += query.run(FORGET, values)
    return Gathered(companies, contacts, gone)


def keep(table: str, texts: Iterable[tuple[str]], key: Callable[[str], str]) -> None:
    """A work table of distinct texts with the key of each; those without one are left out."""
    query.run(f"create temp table {table} (text text primary key, key text) on commit drop")
    with connection.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        for (given,) in texts:
            if found := key(given):
                copy.write_row((given, found))
    query.run(f"analyze {table}")
