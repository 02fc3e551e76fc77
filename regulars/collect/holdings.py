"""What imports hold of people outside the rows that they brought: rejected cells, and first rows of drafts."""

from regulars.base.kit.holding import SETUP, Becomes, Holding, blanked, mentions, nobodys, removed

CIRCLE = "select s.circle_id from workspace_store s where s.id = "
DIGITS = r"regexp_replace({text}, '\D', '', 'g')"

HOLDINGS = (
    removed(
        "collect_rejectedrow",
        plain="id line column reason imported_id",
        personal="value",
        whose=(
            f"({mentions('t.value')} or exists (select from gone_value v where length({DIGITS.format(text='v.value')})"
            f" > 6 and {DIGITS.format(text='v.value')} = {DIGITS.format(text='t.value')}))"
        ),
        why="Cells that name the person; other cells of rejected rows belong to nobody, and go after their time.",
    ),
    blanked(
        "collect_draft",
        plain="id public_id kind file_name path is_ours size timezone currency columns answers state attempt rows_done"
        " rows_total headings problem problem_code made_at checked_at by_id store_id",
        personal="sample found problem_values",
        whose=mentions("t.sample::text || t.found::text || t.problem_values::text"),
        blanks={"sample": "'[]'", "found": "'{}'", "problem_values": "'{}'"},
        why="The draft of an import stays without the rows that it showed.",
    ),
    nobodys(
        "collect_import",
        "id public_id kind file_name path sha256 size timezone currency preset columns answers source state rows_done"
        " rows_total steps_done steps_total totals understood problem problem_code registered_at staging_at staged_at"
        " finished_at by_id operation_id store_id",
        "Counts and sums of a file. The file itself is removed with the erasure, once the import is done.",
    ),
    nobodys("collect_sourceanswer", "id source dates decimal answered_at store_id", SETUP),
    Holding(
        table="staging_*", plain="*", becomes=Becomes.BLANKED,
        why="Rows on their way in are blanked as those of later files are (identity/forgotten).",
    ),
)  # fmt: skip
