"""The history in words, for screens and commands: edits, and what they did, field by field."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from custtui.reading.dimensions import ShownDimension
from custtui.reading.log import ERASED
from custtui.reading.record_history import PIN, Act, Difference, PastEdit, RecordChange
from custtui.values.language import _, current
from custtui.values.registry import RECORD_KINDS
from custtui.values.showing import show
from custtui.values.text import shown

NOTHING = "—"
_KINDS = {kind.key: kind for kind in (*RECORD_KINDS, PIN)}


def summary(past: PastEdit, dimensions: Mapping[str, ShownDimension]) -> str:
    """What an edit did, on one line: `Stage: intent → customer · Owner: — → 王敏`."""
    first = past.records[0]
    if len(past.records) == 1:
        text = " · ".join(_on_one_line(differences(first, dimensions)))
        return text if past.edit.what in _names_of(first) else f"{_act(first)}  {text}".rstrip()
    counts: dict[tuple[str, Act], int] = {}
    for record in past.records:
        key = (record.kind.label(current()), record.act)
        counts[key] = counts.get(key, 0) + 1
    return ", ".join(
        _acts(act).format(kind=f"{label} × {count}" if count > 1 else label)
        for (label, act), count in counts.items()
    )


def record_label(kind: str, record_id: int) -> str:
    """A record by its kind and number: `Purchase #12`; a customer is called by its kind alone."""
    label = _kind_label(kind)
    return label if kind == "customer" else f"{label} #{record_id}"


def record_title(change: RecordChange) -> str:
    """What was done to which record: `Purchase #12 changed`."""
    return _acts(change.act).format(kind=record_label(change.kind.key, change.record_id))


def differences(change: RecordChange, dimensions: Mapping[str, ShownDimension]) -> Iterator[str]:
    """Field by field, before and after; of a new or deleted record what it had."""
    for each in change.differences:
        label = each.field.label(current())
        before, after = _both(change, each, dimensions)
        if change.act is Act.CHANGED:
            text = _("{field}: {before} → {after}")
            yield text.format(field=label, before=before or NOTHING, after=after or NOTHING)
        elif (each.after if change.act is Act.MADE else each.before) != each.field.when_empty:
            yield _("{field}: {value}").format(field=label, value=after or before)


def record_lines(change: RecordChange, dimensions: Mapping[str, ShownDimension]) -> Iterator[str]:
    """One record: what was done to it, then a line for each change; what it had is one line."""
    texts = _on_one_line(differences(change, dimensions))
    if change.act is Act.CHANGED:
        yield record_title(change)
        yield from (f"    {text}" for text in texts)
    else:
        yield f"{record_title(change)}  {' · '.join(texts)}".rstrip()


def touched_text(touched: Mapping[str, int]) -> str:
    """How many records of which kinds: `Customer × 2, Purchase × 10`."""
    return ", ".join(f"{_kind_label(kind)} × {count:,}" for kind, count in touched.items())


def _kind_label(kind: str) -> str:
    if kind in _KINDS:
        return _KINDS[kind].label(current())
    others = {
        "dimension": _("Dimension"),
        "custom_field": _("Own field"),
        "setting": _("Setting"),
        ERASED: _("erased customer"),
    }
    return others.get(kind, kind)


def _both(
    change: RecordChange, each: Difference, dimensions: Mapping[str, ShownDimension]
) -> tuple[str, str]:
    if change.kind is not PIN or each.field.key not in ("dimension", "segment"):
        return _text(each, each.before), _text(each, each.after)
    return _pinned(change, each.before, dimensions), _pinned(change, each.after, dimensions)


def _pinned(change: RecordChange, key: object, dimensions: Mapping[str, ShownDimension]) -> str:
    """The name of a dimension, or of a segment of the one that the pin is of."""
    if key is None:
        return ""
    if str(key) in dimensions:
        return str(dimensions[str(key)].name)
    for each in change.differences:
        dimension = dimensions.get(str(each.after or each.before))
        if each.field.key == "dimension" and dimension is not None:
            return str(dimension.segment(str(key)).name)
    return str(key)


def _text(each: Difference, value: object) -> str:
    return shown(show(each.field, value, current()))


def _on_one_line(texts: Iterable[str]) -> list[str]:
    return [" ".join(text.split()) for text in texts]


def _act(change: RecordChange) -> str:
    return _acts(change.act).format(kind=change.kind.label(current()))


def _acts(act: Act) -> str:
    return {
        Act.MADE: _("{kind} added"),
        Act.CHANGED: _("{kind} changed"),
        Act.DELETED: _("{kind} deleted"),
    }[act]


def _names_of(change: RecordChange) -> Sequence[str]:
    """What the log calls an edit of just that record: then the line need not say it again."""
    name = change.kind.english.casefold()
    return [f"{verb} {name}" for verb in ("new", "change", "delete", "log")]
