-- From typed cells to staged customers. A birthday that is none is kept as it was written, and rejects nobody.
select
    user_id, email, phone, given_name, family_name,
    coalesce(name, nullif(trim(concat_ws(' ', given_name, family_name)), '')) as name, company, street, city, region, postcode,
    country, language, born_on, tags, note,
    coalesce(accepts_email, case when {agrees_when_timed} and email_consent_at is not null then true end) as accepts_email,
    accepts_sms, email_consent_at, sms_consent_at, consent_source, consent_ip, consent_list, consent_reason,
    email_suppressed, email_suppressed_at, created_at,
    case when born_on_reason is null then extra
         else json_merge_patch(coalesce(extra, '{}'), json_object('birthday', born_on_text))::varchar end as extra,
    null::decimal(38, 12) as money,
    null::varchar[] as exact, coalesce(user_id, email, phone, name) as buyer,
    case when coalesce(user_id, email, phone, name, given_name, family_name, company) is null then ['user_id', 'nobody', null]
         {reasons}
    end as problem
from typed
order by i
