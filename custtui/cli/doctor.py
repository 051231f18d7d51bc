"""`custtui doctor`: what is wrong with the book and with what stands round it, and what to do."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from custtui.cli import clock
from custtui.cli.environment import environment
from custtui.cli.options import Options
from custtui.cli.printing import complain, print_json, say
from custtui.values.language import _

if TYPE_CHECKING:
    from custtui.store.checkup import Finding, Report

_NO = 1


def run(options: Options) -> int:
    """Say what is wrong, nothing where nothing is; 1 where something is, and stays."""
    report = _look(options)
    if not options.given.repair:
        _tell(options, report, repaired=())
        return _NO if report.findings else 0
    from custtui.store.checkup import repair

    today = clock.today(_zone(options.path))
    repair(options.path, report.findings, today, lambda: save_first(options.path))
    after = _look(options)
    still = {(finding.check, finding.wrong) for finding in after.findings}
    repaired = tuple(f for f in report.findings if f.mend and (f.check, f.wrong) not in still)
    _tell(options, after, repaired)
    return _NO if after.findings else 0


def save_first(path: Path) -> None:
    """Keep the book as it is before something in it is made anew.

    One that is damaged can be no backup; it is kept beside itself then, page by page.
    """
    from custtui.reading.backups.names import REPAIR
    from custtui.store.backups.copying import Damaged
    from custtui.store.backups.making import back_up
    from custtui.store.checkup.keeping import keep_as_it_is

    try:
        kept = back_up(path, REPAIR, may_go_elsewhere=True).path
    except Damaged:
        kept = keep_as_it_is(path)
    complain(_("The book as it was is kept as {path}.").format(path=kept))


def _look(options: Options) -> "Report":
    from custtui.store.checkup import Report, check_up

    found = check_up(options.path, lambda zone: options.as_of or clock.today(zone),
                     datetime.now(UTC))  # fmt: skip
    around = tuple(environment())
    return Report(
        (*found.findings, *around), (*found.checked, "locale", "terminal"), found.left_out
    )


def _zone(path: Path) -> str | None:
    from custtui.cli.opening import zone_of
    from custtui.reading.connection import BookError

    try:
        return zone_of(path)
    except BookError:
        return clock.local_zone()


def _tell(options: Options, report: "Report", repaired: tuple["Finding", ...]) -> None:
    if options.given.json:
        print_json(
            {
                "file": str(options.path.absolute()),
                "findings": [_as_json(each) for each in report.findings],
                "repaired": [_as_json(each) for each in repaired],
                "checked": list(report.checked),
                "left_out": [{"check": e.check, "reason": e.reason} for e in report.left_out],
            }
        )
        return
    for each in repaired:
        say(_("{check}: made anew: {wrong}").format(check=each.check, wrong=each.wrong))
    for each in report.findings:
        say(f"{each.check}: {each.wrong} {each.advice}".rstrip())
    # What nobody could look at may be wrong: only a clean book is silent.
    if options.given.verbose or report.findings:
        for left in report.left_out:
            say(_("{check}: not checked: {reason}").format(check=left.check, reason=left.reason))
    if options.given.verbose:
        say(_("Checked: {checks}.").format(checks=", ".join(report.checked)))


def _as_json(finding: "Finding") -> dict[str, object]:
    return {
        "check": finding.check,
        "wrong": finding.wrong,
        "todo": finding.advice,
        "repairable": finding.mend is not None,
        "customers": list(finding.codes),
    }
