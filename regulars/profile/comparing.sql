-- People of a circle as they are compared: what is known of each original person, and every key they came with, also
-- those that are somebody else's now, of which the imports know.
with said as (
    select person_id, kind, value, scope from identity_identifier
    where circle_id = %(circle)s and kind in ('email', 'phone', 'user')
    union
    select named.id::bigint, i.kind, i.value, i.scope
    from commerce_support s
    join identity_identifier i on i.id = s.row_id and i.circle_id = %(circle)s
    cross join lateral jsonb_array_elements_text(s.said -> 'people') as named (id)
    where s.kind = %(identifier)s and s.said is not null
),
keys as (
    select person_id, string_agg(value, chr(31) order by value) filter (where kind = 'email') as emails,
           string_agg(value, chr(31) order by value) filter (where kind = 'phone') as phones,
           min(value) filter (where kind = 'user') as number, min(scope) filter (where kind = 'user') as store
    from said
    where not exists (select from identity_blockedvalue b
                      where b.circle_id = %(circle)s and b.kind = said.kind and b.scope = said.scope
                        and b.value = said.value)
    group by person_id
),
named as (
    select k.person_id, a.value from profile_profile k cross join lateral jsonb_each_text(k.attributes) as a (key, value)
    where k.attributes <> '{}' and lower(regexp_replace(a.key, '[^[:alnum:]]', '', 'g')) = any(%(documents)s)
    union
    select v.person_id, v.text from profile_fieldvalue v join profile_field f on f.id = v.field_id
    where f.circle_id = %(circle)s and lower(regexp_replace(f.name, '[^[:alnum:]]', '', 'g')) = any(%(documents)s)
),
papers as (select person_id, string_agg(value, chr(31) order by value) as documents from named where value <> '' group by 1),
told as (
    select p.id, k.name, k.given_name as given, k.family_name as family, k.company, k.street, k.city, k.postcode,
           coalesce(to_char(k.born_on, 'YYYYMMDD'), k.attributes ->> 'birthday') as birth,
           keys.emails, keys.phones, papers.documents, keys.number, keys.store
    from identity_person p
    left join profile_profile k on k.person_id = p.id
    left join keys on keys.person_id = p.id
    left join papers on papers.person_id = p.id
    where p.circle_id = %(circle)s
      and (k.id is not null or keys.emails is not null or keys.phones is not null)
)
select told.*, hashtextextended(told::text, 0) as looks, c.looks is distinct from hashtextextended(told::text, 0) as is_new
from told left join identity_compared c on c.id = told.id
