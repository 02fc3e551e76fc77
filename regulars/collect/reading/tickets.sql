-- From typed cells to staged tickets: their states in our three words, closed ones with the day on which they were.
select
    user_id, email, phone, name, '{from_program}' as desk, ticket_number, subject, state as ticket_state,
    nullif(regexp_replace(lower(ticket_channel), '^channel::', ''), '') as ticket_channel, lower(priority) as priority,
    opened_at, coalesce(changed_at, closed_at, opened_at) as changed_at,
    case when state = 'closed' then coalesce(closed_at, changed_at, opened_at) end as closed_at,
    case when not regexp_full_match(lower(satisfaction), '(un|not ?)?offered|-|n/?a') then satisfaction end as satisfaction,
    case when regexp_matches(ticket_url, '^https?://') then ticket_url end as ticket_url,
    null::decimal(38, 12) as money, null::varchar[] as exact, coalesce(user_id, email, phone, name) as buyer,
    case when ticket_number is null then ['ticket_number', 'no_ticket', null]
         when coalesce(user_id, email, phone) is null then ['email', 'nobody', null]
         {reasons}
         when opened_at is null then ['opened_at', 'no_date', null]
    end as problem
from (
    select *, case when regexp_full_match(lower(ticket_state), 'closed|solved|resolved|done|completed|archived|deleted|4|5|已关闭|已關閉|已解决|已解決|完成')
                        or ticket_state is null and closed_at is not null then 'closed'
                   when regexp_full_match(lower(ticket_state), 'pending|hold|on.?hold|waiting.*|snoozed|3|等待.*|处理中|處理中') then 'waiting'
                   else 'open' end as state
    from typed
)
order by i
