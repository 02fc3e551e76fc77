"""`regulars check`: is this installation in order?"""

from dataclasses import asdict

from regulars.base.kit import clock
from regulars.commands import console, session


def check(as_json: console.AsJson = False) -> None:
    """Look over settings, database, secrets, disk and backups; exit code 1 if anything is wrong."""
    with console.refusals(), session.database() as home:
        from regulars.config import inspection

        found = list(inspection.inspect(home, clock.now().date()))
    console.report(
        {
            "fine": all(finding.is_fine for finding in found),
            "findings": [asdict(finding) for finding in found],
        },
        as_json=as_json,
        lines=[f"{'ok   ' if finding.is_fine else 'WRONG'} {finding.what}: {finding.told}" for finding in found],
    )
    if not all(finding.is_fine for finding in found):
        raise SystemExit(1)
