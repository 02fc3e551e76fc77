"""The derived texts of profiles: what finds a person, and by what they are sorted.

Plain ASCII is folded in the database; the rest, a row in a hundred or all of them, by the same rules in Python, once
for each distinct text.
"""

from functools import cache

from regulars.base.kit import query, text

CHUNK = 20_000
LONGEST_KEY = 320
HAN = ("\u3400", "\u9fff")

# What is folded of a row `p` that has the columns of a profile, and the face of such a row where that is plain.
WORDS = """
    select concat_ws(' ', nullif(p.name, ''), nullif(p.company, ''), nullif(p.street, ''), nullif(p.city, ''),
                     nullif(p.region, ''), nullif(p.postcode, ''),
                     (select string_agg(i.value, ' ' order by i.kind, i.value) from identity_identifier i
                      where i.person_id = p.person_id),
                     (select string_agg(v.text, ' ' order by v.field_id) from profile_fieldvalue v
                      join profile_field f on f.id = v.field_id
                      where v.person_id = p.person_id and v.text <> '' and f.kind in ('text', 'link'))) as words
"""
FACE = rf"""
    select w.words, w.words !~ '[^\x20-\x7e]' as is_plain,
           lower(trim(regexp_replace(w.words, ' +', ' ', 'g'))) as search,
           left(lower(trim(regexp_replace(coalesce(p.name, ''), ' +', ' ', 'g'))), {LONGEST_KEY}) as sort_key
    from ({WORDS} offset 0) w  -- so that the words are put together once
"""
FACES = f"""
    create temp table face on commit drop as
    select p.id, p.name, f.* from profile_profile p cross join lateral ({FACE}) f
    where p.person_id in ({{people}})
      and (not f.is_plain or (p.search, p.sort_key) is distinct from (f.search, f.sort_key))
"""
PLAIN = """
    update profile_profile p set search = f.search, sort_key = f.sort_key from face f where f.id = p.id and f.is_plain
"""
OTHERS = "select id, name, words from face where not is_plain and id > %(after)s order by id limit %(limit)s"
FOLDED = """
    update profile_profile p set search = g.search, sort_key = g.sort_key
    from unnest(%(ids)s::bigint[], %(searches)s::text[], %(keys)s::text[]) as g (id, search, sort_key)
    where g.id = p.id and (p.search, p.sort_key) is distinct from (g.search, g.sort_key)
"""


def refresh(people: str) -> None:
    """Renew `search` and `sort_key` of the profiles of the people that a query selects, where they differ."""
    query.run("drop table if exists face")
    if not query.run(FACES.format(people=people)):
        return
    query.run("analyze face")
    query.run(PLAIN)
    after = 0
    while rows := query.rows(OTHERS, after=after, limit=CHUNK):
        query.run(
            FOLDED,
            ids=[row[0] for row in rows],
            searches=[text.fold(row[2]) for row in rows],
            keys=[sort_key(row[1]) for row in rows],
        )
        after = rows[-1][0]


@cache
def syllables(sign: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(sign)[0])


def sort_key(name: str) -> str:
    """How a name is sorted: Chinese signs by their pinyin without tones, all else without case and accents."""
    spelled = "".join(f" {syllables(sign)} " if HAN[0] <= sign <= HAN[1] else sign for sign in name)
    return text.fold(spelled)[:LONGEST_KEY]
