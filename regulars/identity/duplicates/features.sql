-- What is known of people, in the form in which it is compared. `people` holds it as it was written.
with plain as (
    select id,
           nullif(folded(given), '') as given, nullif(folded(family), '') as family,
           nullif(folded(name), '') as whole, name,
           nullif(folded(company), '') as company, nullif(folded(street), '') as street,
           nullif(folded(city), '') as city, nullif(replace(folded(postcode), ' ', ''), '') as postcode,
           day_of(birth) as birth,
           listed(lower(emails)) as emails, list_transform(listed(phones), lambda p: right(digits(p), 9)) as phones,
           list_transform(listed(documents), lambda d: replace(folded(d), ' ', '')) as documents,
           number, store
    from people
),
-- A whole name is parted: Chinese names begin with the family's sign or two, Latin ones end with the family's word.
parted as (
    select * exclude (given, family, whole, name),
           case when given is not null or family is not null then given
                when is_han(whole) then nullif(substr(replace(whole, ' ', ''), 1 + signs(whole)), '')
                when contains(name, ',') then nullif(folded(split_part(name, ',', 2)), '')
                when contains(whole, ' ') then nullif(rtrim(regexp_replace(whole, '[^ ]+$', '')), '')
                else whole end as given,
           case when given is not null or family is not null then family
                when is_han(whole) then substr(replace(whole, ' ', ''), 1, signs(whole))
                when contains(name, ',') then nullif(folded(split_part(name, ',', 1)), '')
                when contains(whole, ' ') then regexp_extract(whole, '[^ ]+$') end as family
    from plain
),
spoken as (
    select parted.* replace (coalesce(g.latin, given) as given, coalesce(f.latin, family) as family),
           case when g.latin is not null then given end as given_han,
           case when f.latin is not null then family end as family_han
    from parted left join latin g on g.han = given left join latin f on f.han = family
),
known as (
    select s.*, coalesce(n.name, s.given) as nick,
           nullif(trim(regexp_extract(street, '\d+[a-z]?')), '') as house,
           nullif(trim(regexp_replace(regexp_replace(street, '\d+[a-z]?', ' ', 'g'), ' +', ' ', 'g')), '') as road,
           emails[1] as email, phones[1] as phone, documents[1] as document,
           split_part(emails[1], '@', 1) as mailbox,
           least(given, family) || ' ' || greatest(given, family) as both_names
    from spoken s left join nicknames n on n.short = s.given
)
-- What an address says beyond the name of its owner: the 1984 of emily.wilson1984.
select *, right(birth, 4) as day, left(birth, 4) as year,
       regexp_replace(without(without(spelled(mailbox), family), given), '[^a-z0-9]', '', 'g') as rest
from known
