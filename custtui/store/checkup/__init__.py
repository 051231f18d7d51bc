"""The check-up of a book: named checks that only read, and the repair of what can be rebuilt."""

from custtui.store.checkup.finding import Finding, Report
from custtui.store.checkup.repairing import repair
from custtui.store.checkup.running import check_up

__all__ = ["Finding", "Report", "check_up", "repair"]
