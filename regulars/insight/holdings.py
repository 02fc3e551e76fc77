"""What learning holds of people: scores, and the best customers of a product. All else is counts and curves."""

from regulars.base.kit.holding import OF_PERSON, SETUP, blanked, nobodys, removed

AMONG = "exists (select from jsonb_array_elements(t.best) e where (e ->> 0)::bigint in (select id from gone_person))"
OTHERS = """
    (select coalesce(jsonb_agg(e order by place), '[]')
     from jsonb_array_elements(t.best) with ordinality as b (e, place)
     where (e ->> 0)::bigint not in (select id from gone_person))
"""
CURVES = "Counts, sums and curves over many people."

HOLDINGS = (
    removed(
        "insight_score",
        plain="run_id",
        personal="person_id stage stage_reason stage_before occasions_before second_after seen_on unknown"
        " first_on last_on days_away orders occasions"
        " spent margin discount returned return_rate discounted_share order_value active_months recency frequency money"
        " rfm_group sales_share share_before alive overdue gap_days chance_90 chance_365 purchases_90 purchases_365"
        " value_90 value_90_low value_90_high value_365 value_365_low value_365_high margin_365 next_from next_on"
        " next_to",
        whose=OF_PERSON,
        is_shown=True,
    ),
    blanked(
        "insight_productscore",
        plain="first_on last_on net net_year net_before net_90 net_90_before units_year lines_year lines_returned"
        " lost_year back back_low back_high buyers buyers_again buyers_new months stages partners product_id run_id",
        personal="best",
        whose=AMONG,
        blanks={"best": OTHERS},
        why="The figures of a product stay, without the person among its best customers.",
    ),
    removed(
        "insight_visit",
        plain="id store_id",
        personal="person_id visitor session started_at ended_at entry exit campaign origin device last_act pages"
        " seconds products searches in_vain carts checkouts purchases",
        whose=OF_PERSON,
        is_shown=True,
    ),
    removed(
        "insight_look",
        plain="id store_id",
        personal="person_id kind what title times days in_vain last_at",
        whose=OF_PERSON,
        is_shown=True,
    ),
    nobodys("insight_stake", "id store_id rule rows known money reckoned_at", CURVES),
    nobodys("insight_run", "id as_of code_version snapshot started_at published_at facts store_id", CURVES),
    nobodys("insight_result", "id technique rows run_id", CURVES),
    nobodys("insight_chart", "id name language code svg narrow png run_id", CURVES),
    nobodys("insight_finding", "id rule key values stake stake_low stake_high people behind news place run_id", CURVES),
    nobodys(
        "insight_lifecyclerules",
        "id set_at loyal_purchases at_risk_share lost_share lost_alive lost_chance at_risk_days lost_days target_days"
        " operation store_id",
        SETUP,
    ),
)
