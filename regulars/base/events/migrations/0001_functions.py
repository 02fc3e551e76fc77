"""The functions that tables of every stage use in their defaults."""

from django.db import migrations

DIGIT = "substr('0123456789abcdefghjkmnpqrstvwxyz', (({bits})::int) + 1, 1)"
HIGH = [f"(hi >> {shift}) & 31" for shift in range(56, -1, -5)]
LOW = [f"(lo >> {shift}) & 31" for shift in range(55, -1, -5)]
BITS = ["(hi >> 61) & 7", *HIGH, "((hi & 1) << 4) | ((lo >> 60) & 15)", *LOW]
BASE32 = " || ".join(DIGIT.format(bits=bits) for bits in BITS)

FUNCTIONS = """
create function event_id() returns uuid language sql volatile parallel safe as $$
    -- A version 7 UUID (RFC 9562); PostgreSQL 16 has no uuidv7() of its own.
    select encode(
        set_bit(set_bit(
            overlay(uuid_send(gen_random_uuid())
                    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
                    from 1 for 6),
            52, 1), 53, 1),
        'hex')::uuid
$$;

create function public_id(prefix text) returns text language sql volatile parallel safe as $$
    -- The same as ids.public() in Python, for rows that are made in sets.
    select prefix || '_' || %s
    from (select ('x' || left(hex, 16))::bit(64)::bigint as hi, ('x' || right(hex, 16))::bit(64)::bigint as lo
          from (select replace(event_id()::text, '-', '') as hex) h) v
$$;

create function current_operation() returns bigint language sql stable parallel safe as $$
    select nullif(current_setting('regulars.operation', true), '')::bigint
$$;
""" % BASE32


class Migration(migrations.Migration):
    initial = True
    operations = [migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop)]
