"""Track the new tables, and make a row of each tag that a profile held, with the imports that stand behind it."""

from django.db import migrations

TRACK = """
select track_changes('profile_tag', '{}', '{}');
select track_changes('profile_tagging', '{}', '{}');
select track_changes('profile_field', '{}', '{}');
select track_changes('profile_fieldvalue', '{text,number,day,words}', '{}');
select track_changes('profile_note', '{text}', '{}');
select track_changes('profile_task', '{title}', '{}');
select track_changes('profile_preference', '{value}', '{}');
select check_key('profile_tagging', 'person_id', 'identity_person');
select check_key('profile_tagging', 'tag_id', 'profile_tag');
select check_key('profile_fieldvalue', 'person_id', 'identity_person');
select check_key('profile_fieldvalue', 'field_id', 'profile_field');
"""
MOVE = """
create temp table held_tag on commit drop as
select distinct on (p.person_id, lower(g)) p.person_id, o.circle_id, p.operation, g as name, lower(g) as folded
from profile_profile p join identity_person o on o.id = p.person_id cross join unnest(p.tags) g
where g <> '' order by p.person_id, lower(g), g;

insert into profile_tag (circle_id, public_id, name, color, is_defined, operation)
select distinct on (circle_id, folded) circle_id, public_id('tag'), name, 'gray', false, operation
from held_tag order by circle_id, folded, operation;

insert into profile_tagging (person_id, tag_id, operation)
select h.person_id, t.id, h.operation from held_tag h
join profile_tag t on t.circle_id = h.circle_id and lower(t.name) = h.folded order by 1, 2;

insert into commerce_support (import_id, kind, row_id, rank)
select s.import_id, 11, g.id, s.rank
from commerce_support s join profile_profile p on p.id = s.row_id
cross join jsonb_array_elements_text(s.said -> 'tags') said_name
join profile_tagging g on g.person_id = p.person_id join profile_tag t on t.id = g.tag_id and lower(t.name) = lower(said_name)
where s.kind = 9 and jsonb_typeof(s.said -> 'tags') = 'array';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("profile", "0022_tags_fields_notes_tasks"),
        ("events", "0004_keys_by_statement"),
        ("commerce", "0012_supports"),
    ]
    operations = [migrations.RunSQL(TRACK + MOVE, migrations.RunSQL.noop)]
