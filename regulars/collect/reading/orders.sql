-- What is reckoned of order lines, row by row as they came; an order is whole within a batch. What is only handed on
-- stays out of here, and the reader fills in the words in braces.
with valued as (
    select *,
        case when {counts_items} then quantity else coalesce(quantity, 1) end as pieces,
        coalesce(line_subtotal, case when unit_price is null then line_total end) as whole,
        whole is not null as is_total,
        lower(regexp_replace(coalesce(order_state, ''), '^wc-', '')) as state,
        lower(coalesce(payment_state, '')) as paid,
        lower(coalesce(order_type, '')) as type,
        coalesce(user_id, email, phone, name) as buyer
    from typed
),
priced as (
    select * replace (
            case when is_total and pieces <> 0 then try_cast(whole::double / pieces::double as decimal(20, 6))
                 when is_total then 0 else unit_price end as unit_price,
            case when regexp_full_match(type, '{returns}') and pieces > 0 then -pieces else pieces end as pieces),
        coalesce(abs(pieces::double * unit_price::double) >= 1e14, false) or coalesce(abs(whole::double / nullif(pieces::double, 0)) >= 1e13, false)
            as is_huge
    from valued
),
names as (
    -- patterns are costly: each code with its title is matched once
    select sku as code, title as called, {line_kind} as titled, regexp_full_match(coalesce(title, ''), '{bad_debt}') as tells_bad_debt
    from (select distinct sku, title from priced)
),
reckoned as (
    select *,
        case when not is_huge then cast(pieces * unit_price as decimal(38, 12)) end as gross,
        case when is_huge then null
             when is_total then cast(gross - cast(coalesce(line_total, whole) as decimal(38, 12)) as decimal(20, 6))
             else coalesce(line_discount, 0) end as discount,
        case when {padding} then 'manual' else titled end as kind_of_line
    from priced join names on priced.sku is not distinct from names.code and priced.title is not distinct from names.called
),
judged as (
    select *,
        bool_or(cancelled_at is not null or regexp_full_match(state, '{cancelled}') or regexp_full_match(paid, '{voided}')) over whole_order
            as is_cancelled,
        bool_or(regexp_full_match(type, '{returns}')) over whole_order as is_refund,
        max(sign(gross)) over whole_order as highest, min(sign(gross)) over whole_order as lowest,
        max(sign(pieces)) over whole_order as most, max(buyer) over whole_order as known,
        bool_or(tells_bad_debt) over whole_order as is_bad_debt,
        regexp_full_match(order_number, 'C-?\d+') as has_c, regexp_full_match(order_number, 'A-?\d+') as has_a
    from reckoned
    window whole_order as (partition by order_number)
),
kinds as (
    select *,
        case when is_cancelled then 'cancelled'
             when is_bad_debt or (has_a and {c_returns} and lowest < 0) then 'adjustment'
             when is_refund or (has_c and most < 0) then 'return'
             when has_c and {c_returns} then 'adjustment'
             when lowest < 0 and highest <= 0 then case when most < 0 then 'return' else 'adjustment' end
             when highest = 0 and known is null then 'adjustment'
             else 'sale' end as order_kind,
        case when kind_of_line <> 'merchandise' or gross <> 0 or is_total then kind_of_line
             when buyer is not null and pieces > 0 then 'sample' else 'correction' end as line_kind
    from judged
)
select
    order_kind, line_kind, cast(pieces as decimal(20, 6)) as quantity, unit_price, discount as line_discount,
    coalesce(order_refunded, case when state in ('refunded', '已退款', '退款成功') then order_total end) as order_refunded,
    coalesce(payment_state, order_state) as payment_state,
    coalesce(note, case when line_kind = 'correction' then title end) as note,
    case when is_total then cast(gross - discount as decimal(38, 12)) else gross end as money,
    case when is_rounded then [quantity_exact::varchar, unit_price_exact::varchar,
                               coalesce(line_total_exact, line_subtotal_exact)::varchar] end as exact,
    buyer,
    case when order_number is null then ['order_number', 'no_order', null]
         when placed_at_reason is not null then ['placed_at', placed_at_reason, placed_at_text]
         when placed_at is null then ['placed_at', 'no_date', null]
         when quantity_reason is not null then ['quantity', quantity_reason, quantity_text]
         when pieces is null and {is_packed} then ['items', 'no_items', null]
         when pieces is null then ['quantity', 'no_amount', null]
         {reasons}
         when unit_price is null then ['unit_price', 'no_amount', null]
         when is_huge then ['unit_price', 'large_amount', coalesce(unit_price_text, line_total_text, line_subtotal_text)]
         when currency not in (select code from currencies) then ['currency', 'bad_currency', currency]
    end as problem
from kinds
order by i
