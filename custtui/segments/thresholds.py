"""What of a rule is a plain number that anybody can change: shares, thresholds, days, factors.

A number has a place in the rules, a label, and a unit in which it is typed; `read` takes what was
typed, `adjusted` gives the rules with other numbers in their places. Whatever the numbers, the
rules that come out are sound, or refused with a sentence.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from custtui.segments.checking import measure_of
from custtui.segments.compile import AS_OF_DAY
from custtui.segments.intervals import left_over
from custtui.segments.measures import Kind, Measure, is_money
from custtui.segments.rules import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Conditions,
    Dimension,
    Rules,
    Scores,
    Share,
)
from custtui.segments.sentences import SIGNS, label_of, number_text, percent
from custtui.segments.stored import to_json
from custtui.values import decimals
from custtui.values.language import _
from custtui.values.unclean import Unclean
