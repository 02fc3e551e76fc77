-- What is reckoned of order lines, row by row as they came; an order is whole within a batch. What is only handed on
-- stays out of here, and the reader fills in the words in braces. Rows are narrow where they are
-- joined, and it is cheaper to put them in order afterwards.
with valued as (
    select *,
        case when {counts_items} then quantity else coalesce(quantity, 1) end as pieces,
        coalesce(line_subtotal, case when unit_price is null then line_total end) as whole,
        whole is not null as is_total,
        lower(regexp_replace(coalesce(order_state, ''), '^wc-', '')) as state,
        regexp_full_match(lower(coalesce(order_type, '')), '{returns}') as is_returned
    from typed
),
priced as (
    select * replace (
            case when is_total and pieces <> 0 then try_cast(whole::double / pieces::double as decimal(20, 6))
                 when is_total then 0 else unit_price end as unit_price,
            case when is_returned and pieces > 0 then -pieces else pieces end as pieces),
        coalesce(abs(pieces::double * unit_price::double) >= 1e14, false) or coalesce(abs(whole::double / nullif(pieces::double, 0)) >= 1e13, false)
            as is_huge
    from valued
),
reckoned as materialized (
    select i, order_number, sku, title, pieces, unit_price, is_total, is_returned, note,
        coalesce(user_id, email, phone, name) as buyer,
        case when not is_huge then cast(pieces * unit_price as decimal(38, 12)) end as gross,
        case when is_huge then null
             when is_total then cast(gross - cast(coalesce(line_total, whole) as decimal(38, 12)) as decimal(20, 6))
             else coalesce(line_discount, 0) end as discount,
        {padding} as is_padding,
        cancelled_at is not null or regexp_full_match(state, '{cancelled}')
            or regexp_full_match(lower(coalesce(payment_state, '')), '{voided}') as is_void,
        coalesce(order_refunded, case when state in ('refunded', '已退款', '退款成功') then order_total end) as order_refunded,
        coalesce(payment_state, order_state) as payment_state,
        case when is_rounded then [quantity_exact::varchar, unit_price_exact::varchar,
                                   coalesce(line_total_exact, line_subtotal_exact)::varchar] end as exact,
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
    from priced
),
names as (
    -- patterns are costly: each code with its title is matched once
    select sku as code, title as called, {line_kind} as titled, regexp_full_match(coalesce(title, ''), '{bad_debt}') as tells_bad_debt
    from (select *, {titles} from (select distinct sku, title from reckoned))
),
named as materialized (
    select reckoned.*, tells_bad_debt, case when is_padding then 'manual' else titled end as kind_of_line
    from reckoned join names on sku is not distinct from code and title is not distinct from called
),
orders as (
    select order_number as number, bool_or(is_void) as is_cancelled, bool_or(is_returned) as is_refund,
        max(sign(gross)) as highest, min(sign(gross)) as lowest, max(sign(pieces)) as most, count(buyer) > 0 as has_buyer,
        bool_or(tells_bad_debt) as is_bad_debt,
        regexp_full_match(number, 'C-?\d+') as has_c, regexp_full_match(number, 'A-?\d+') as has_a,
        case when is_cancelled then 'cancelled'
             when is_bad_debt or (has_a and {c_returns} and lowest < 0) then 'adjustment'
             when is_refund or (has_c and most < 0) then 'return'
             when has_c and {c_returns} then 'adjustment'
             when lowest < 0 and highest <= 0 then case when most < 0 then 'return' else 'adjustment' end
             when highest = 0 and not has_buyer then 'adjustment'
             else 'sale' end as order_kind
    from named group by order_number
)
select
    order_kind,
    case when kind_of_line <> 'merchandise' or gross <> 0 or is_total then kind_of_line
         when buyer is not null and pieces > 0 then 'sample' else 'correction' end as line_kind,
    cast(pieces as decimal(20, 6)) as quantity, unit_price, discount as line_discount, order_refunded, payment_state,
    coalesce(note, case when line_kind = 'correction' then title end) as note,
    case when is_total then cast(gross - discount as decimal(38, 12)) else gross end as money,
    exact, buyer, problem, i
from named join orders on order_number is not distinct from number
