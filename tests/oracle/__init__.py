"""The independent oracle: definitions.md computed the slow and obvious way.

It shares no code with custtui and uses only the standard library, so that a test which finds
both in agreement means something. ``judge(customers, as_of)`` is the whole interface.

Forms: money is an int of minor units, days are ``datetime.date``, means and ratios are
``fractions.Fraction``; "none" is ``None``. There is no float anywhere.
"""

from .judged import Judged, judge
from .metrics import Metrics
from .ranks import Grading
from .records import Contact, Contract, Customer, FollowUp, Need, Pin, Purchase, Survey

__all__ = [
    "Contact",
    "Contract",
    "Customer",
    "FollowUp",
    "Grading",
    "Judged",
    "Metrics",
    "Need",
    "Pin",
    "Purchase",
    "Survey",
    "judge",
]
