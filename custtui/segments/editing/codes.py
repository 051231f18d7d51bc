"""The table of codes of a score dimension: which segment each takes, and what is wrong with it."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import product

from custtui.segments.rules import Score, Scores


def all_codes(steps: int) -> tuple[str, ...]:
    """Every code of three scores, the best first."""
    scores = "".join(str(score) for score in range(steps, 0, -1))
    return tuple("".join(code) for code in product(scores, repeat=3))


def takers(dimension: Scores) -> dict[str, tuple[str, ...]]:
    """The segments that take each code, by their keys: none, one, or wrongly several."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(all_codes(dimension.steps), ())
    for segment in dimension.segments:
        for code in segment.codes:
            found[code] = (*found.get(code, ()), segment.key)
    return found


def nobodys(dimension: Scores) -> list[str]:
    """The codes that no segment takes: who has one is unclassified."""
    return [code for code, keys in takers(dimension).items() if not keys]


def twice_taken(dimension: Scores) -> list[str]:
    """The codes that more than one segment takes."""
    return [code for code, keys in takers(dimension).items() if len(keys) > 1]


def given(dimension: Scores, code: str, segment: str | None) -> Scores:
    """With a code given to one segment alone, or to none."""
    if takers(dimension).get(code) == ((segment,) if segment else ()):
        return dimension
    return _with_codes(dimension, {**takers(dimension), code: (segment,) if segment else ()})


def with_steps(dimension: Scores, steps: int) -> Scores:
    """With another number of steps, where each code goes to who took the nearest one before.

    The lowest score stands for the lowest and the highest for the highest, those between for what
    lies as far between. Thresholds are cut off or go on rising.
    """
    if steps == dimension.steps:
        return dimension
    old = {
        str(score): str(
            1 + (2 * (score - 1) * (dimension.steps - 1) + steps - 1) // (2 * steps - 2)
        )
        for score in range(1, steps + 1)
    }
    taken = takers(dimension)
    codes = {code: taken["".join(old[score] for score in code)] for code in all_codes(steps)}
    changed = dimension.model_copy(
        update={
            "steps": steps,
            **{part: _with_thresholds(score, steps) for part, score in dimension.parts},
        }
    )
    return _with_codes(changed, codes)


def scored_by(score: Score, steps: int, by: str) -> Score:
    """The same metric scored by rank, or by thresholds: those it has, brought to their number."""
    if by == "rank":
        return Score(metric=score.metric)
    return _with_thresholds(score.model_copy(update={"by": "thresholds"}), steps)


def _with_thresholds(score: Score, steps: int) -> Score:
    """As many thresholds as there are steps above the first, each above the one before."""
    if score.by == "rank":
        return score
    values = list(score.thresholds[: steps - 1])
    while len(values) < steps - 1:
        values.append(values[-1] + 1 if values else Decimal(2))
    return score.model_copy(update={"thresholds": tuple(values)})


def _with_codes(dimension: Scores, codes: Mapping[str, tuple[str, ...]]) -> Scores:
    """A segment keeps the order of the codes that it had; new ones come behind them."""
    segments = []
    for segment in dimension.segments:
        own = [code for code, keys in codes.items() if segment.key in keys]
        kept = [code for code in segment.codes if code in own]
        kept += [code for code in own if code not in kept]
        segments.append(segment.model_copy(update={"codes": tuple(kept)}))
    return dimension.model_copy(update={"segments": tuple(segments)})
