"""Find people by any part of a name, address or number, without pg_trgm.

A word gives all its runs of three characters, its first two with a space before them; Chinese, Japanese and Korean signs give
themselves and all pairs. `search` is folded before it is stored, and so is what is asked for.
"""

from django.db import migrations

GRAMS = r"""
create function search_grams_of_signs(value text) returns text[] language sql immutable strict parallel safe as $$
    with words as (
        select ' ' || word as word from regexp_split_to_table(value, '\s+') as word where word <> ''
    ),
    signs as (
        select run[1] as run from regexp_matches(value,
            '[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+', 'g') as run
    )
    select coalesce(array_agg(gram), '{}') from (
        select substr(word, i, 3) as gram from words, generate_series(1, greatest(length(word) - 2, 1)) as i
        union all
        select substr(run, i, 1) from signs, generate_series(1, length(run)) as i
        union all
        select substr(run, i, 2) from signs, generate_series(1, length(run) - 1) as i
    ) as grams
$$;

create function search_grams(value text) returns text[] language plpgsql immutable strict parallel safe as $$
-- Plain ASCII, which most shops have most of, takes a third of the time; the index leaves doubles out itself.
declare
    word text;
    found text[] := '{}';
begin
    if octet_length(value) > length(value) then
        return search_grams_of_signs(value);
    end if;
    foreach word in array string_to_array(value, ' ') loop
        continue when word = '';
        word := ' ' || word;
        for i in 1 .. greatest(length(word) - 2, 1) loop
            found := array_append(found, substr(word, i, 3));
        end loop;
    end loop;
    return found;
end
$$;

create function search_folded(value text) returns text language sql immutable strict parallel safe as $$
    select regexp_replace(normalize(lower(value), nfkd), '[\u0300-\u036f]', '', 'g')
$$;

create index profile_by_grams on profile_profile using gin (search_grams(search));
"""


class Migration(migrations.Migration):
    dependencies = [("profile", "0010_note_for_lake")]
    operations = [
        migrations.RunSQL(GRAMS, "drop index profile_by_grams; drop function search_grams(text); drop function search_grams_of_signs(text); drop function search_folded(text);")
    ]
