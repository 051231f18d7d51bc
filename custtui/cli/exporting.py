"""`custtui export`: the whole book as a workbook."""

from custtui.cli import clock
from custtui.cli.opening import zone_of
from custtui.cli.options import Options
from custtui.cli.printing import complain, say
from custtui.cli.progress import progress
from custtui.cli.refusals import Refusal
from custtui.reading.connection import connect
from custtui.values.language import current, plural


def run(options: Options) -> int:
    """Write it, as of today or the day asked for; Refusal where the file can't be written."""
    connect(options.path).close()  # a missing book is told of before anything heavy is loaded
    from custtui.exchange.errors import ExchangeError
    from custtui.exchange.workbook import Privacy, export_workbook

    as_of = options.as_of or clock.today(zone_of(options.path))
    try:
        with progress() as tell:
            written = export_workbook(
                options.path,
                options.given.file,
                language="zh" if current() == "zh" else "en",
                as_of=as_of,
                privacy=Privacy(options.given.mask, options.given.id_numbers),
                progress=tell,
            )
    except ExchangeError as error:
        raise Refusal(str(error)) from error
    told = plural("{count} customer in {path}", "{count} customers in {path}", written.customers)
    say(told.format(count=f"{written.customers:,}", path=written.path))
    if written.shortened:
        cut = plural(
            "{count} text was longer than a cell can hold and was shortened.",
            "{count} texts were longer than a cell can hold and were shortened.",
            written.shortened,
        )
        complain(cut.format(count=f"{written.shortened:,}"))
    return 0
