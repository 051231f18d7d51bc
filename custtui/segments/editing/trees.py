"""The tree of a condition, changed in one place at a time.

A way (`Path`) is the numbers of the parts on the way down from the whole condition, which is `()`.
Every step gives the new condition and the way to the part that it was about; a step that can't be
made there gives back what it was given. No condition at all is the "otherwise" of a dimension.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from custtui.segments.rules import All, AnyOf, Comparison, Condition

Path = tuple[int, ...]
Group = All | AnyOf


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition, and the way to the part of it that a step was about."""

    condition: Condition | None
    path: Path = ()


def parts_of(condition: Condition | None) -> tuple[Condition, ...]:
    """The parts that a condition joins; a comparison joins none."""
    match condition:
        case All(all=parts) | AnyOf(any=parts):
            return parts
        case _:
            return ()


def at(condition: Condition | None, path: Path) -> Condition | None:
    """The part at the end of a way; IndexError where the way leads nowhere."""
    for place in path:
        condition = parts_of(condition)[place]
    return condition


def walk(condition: Condition | None, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """Every part with the way to it, from top to bottom, the whole first."""
    if condition is None:
        return
    yield path, condition
    for place, part in enumerate(parts_of(condition)):
        yield from walk(part, (*path, place))


def replaced(condition: Condition | None, path: Path, part: Condition) -> Condition:
    """The condition with `part` at the end of the way."""
    if not path:
        return part
    group = at(condition, path[:-1])
    assert isinstance(group, Group)
    parts = list(parts_of(group))
    parts[path[-1]] = part
    return replaced(condition, path[:-1], _joined(group, parts))


def added(placed: Placed, part: Condition) -> Placed:
    """One part more: as the last of the group at the way, or right behind the comparison there.

    A comparison that is the whole condition becomes the first of two that must both hold.
    """
    condition, path = placed.condition, placed.path
    here = at(condition, path)
    if condition is None or here is None:
        return Placed(part)
    if isinstance(here, Group):
        return _inserted(condition, (*path, len(parts_of(here))), part)
    if not path:
        return Placed(All(all=(here, part)), (1,))
    return _inserted(condition, _beside(path, 1), part)


def removed(placed: Placed) -> Placed:
    """Without the part at the way, and without a group that it leaves empty.

    The way then leads to what stands in its place, or to the one before it. Without its last part
    nothing is asked any more: there is no condition.
    """
    condition, path = placed.condition, placed.path
    if condition is None or not path:
        return Placed(None)
    left = _without(condition, path)
    siblings = parts_of(at(left, path[:-1]))
    if not siblings:
        return removed(Placed(left, path[:-1]))
    return Placed(left, (*path[:-1], min(path[-1], len(siblings) - 1)))


def moved(placed: Placed, steps: int) -> Placed:
    """The part so many places further down among those that it is joined with."""
    condition, path = placed.condition, placed.path
    if condition is None or not path:
        return placed
    parts = list(parts_of(at(condition, path[:-1])))
    to = path[-1] + steps
    if not 0 <= to < len(parts):
        return placed
    parts.insert(to, parts.pop(path[-1]))
    return Placed(_with_parts(condition, path[:-1], parts), (*path[:-1], to))


def nested(placed: Placed) -> Placed:
    """The part one level deeper: into the group right before it, or else into one of its own.

    A new group joins the other way than the one it stands in, since joined the same way it would
    mean nothing. A part that stands alone in its group stays.
    """
    condition, path = placed.condition, placed.path
    part = at(condition, path)
    if condition is None or part is None:
        return placed
    outer = at(condition, path[:-1]) if path else None
    siblings = parts_of(outer if path else part)
    if len(siblings) == 1:
        return placed
    before = siblings[path[-1] - 1] if path and path[-1] else None
    if isinstance(before, Group):
        inside = (*_beside(path, -1), len(parts_of(before)))
        return _inserted(_without(condition, path), inside, part)
    is_any = isinstance(outer, AnyOf) or isinstance(part, AnyOf)
    around = All(all=(part,)) if is_any else AnyOf(any=(part,))
    return Placed(replaced(condition, path, around), (*path, 0))


def unnested(placed: Placed) -> Placed:
    """The part one level higher, right behind the group that it stood in.

    A group that it leaves empty goes. Out of the outermost group nothing can be taken but its only
    part, which then is the whole condition.
    """
    condition, path = placed.condition, placed.path
    part = at(condition, path)
    if condition is None or part is None or not path:
        return placed
    siblings = parts_of(at(condition, path[:-1]))
    if len(siblings) == 1:
        return Placed(replaced(condition, path[:-1], part), path[:-1])
    if len(path) == 1:
        return placed
    return _inserted(_without(condition, path), _beside(path[:-1], 1), part)


def flipped(placed: Placed) -> Placed:
    """ALL becomes ANY, or the other way round: the group at the way, or round the comparison."""
    condition, path = placed.condition, placed.path
    if isinstance(at(condition, path), Comparison):
        path = path[:-1]
    match at(condition, path):
        case All(all=parts):
            return Placed(replaced(condition, path, AnyOf(any=parts)), placed.path)
        case AnyOf(any=parts):
            return Placed(replaced(condition, path, All(all=parts)), placed.path)
        case _:
            return placed


def plain(condition: Condition) -> Condition:
    """The same condition, where a group of one part is that part."""
    if isinstance(condition, Comparison):
        return condition
    parts = [plain(part) for part in parts_of(condition)]
    return parts[0] if len(parts) == 1 else _joined(condition, parts)


def _joined(group: Group, parts: list[Condition]) -> Group:
    """A group that joins in the same way."""
    return All(all=tuple(parts)) if isinstance(group, All) else AnyOf(any=tuple(parts))


def _beside(path: Path, steps: int) -> Path:
    return (*path[:-1], path[-1] + steps)


def _with_parts(condition: Condition, path: Path, parts: list[Condition]) -> Condition:
    group = at(condition, path)
    assert isinstance(group, Group)
    return replaced(condition, path, _joined(group, parts))


def _without(condition: Condition, path: Path) -> Condition:
    """Without the part at the way; its group stays, even empty."""
    parts = list(parts_of(at(condition, path[:-1])))
    del parts[path[-1]]
    return _with_parts(condition, path[:-1], parts)


def _inserted(condition: Condition, path: Path, part: Condition) -> Placed:
    parts = list(parts_of(at(condition, path[:-1])))
    parts.insert(path[-1], part)
    return Placed(_with_parts(condition, path[:-1], parts), path)
