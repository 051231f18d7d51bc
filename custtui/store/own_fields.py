"""A department's own fields (新增栏目) added, changed, moved, deleted, each as part of an edit."""

from collections.abc import Iterable, Mapping

from sqlmodel import select

from custtui.model import CustomField
from custtui.reading.connection import BookError
from custtui.reading.own_fields import filled, own_fields, stored_value
from custtui.segments.checks.checking import names_using
from custtui.segments.measures import MEASURES
from custtui.segments.rules import Conditions, comparisons
from custtui.segments.stored import checked, load
from custtui.store.edit import Edit
from custtui.values import own_fields as making
from custtui.values.columns import own_values, together
from custtui.values.headers import normalise
from custtui.values.language import _, current, plural
from custtui.values.registry import OwnField
from custtui.values.unclean import Unclean

MOST_FIELDS = 100


class HasValues(BookError):
    """A field that is not deleted because customers have values in it; it says how many."""


def add_field(edit: Edit, typed: Mapping[str, object]) -> OwnField:
    """Add the field that was typed, behind the others; `values.own_fields` says what may be typed.

    BookError, saying what to do, where it can't be told apart from what is there already.
    """
    others = own_fields(edit.connection)
    if len(others) >= MOST_FIELDS:
        message = _("A book has at most {most} own fields.")
        raise BookError(message.format(most=MOST_FIELDS))
    made = made_field(typed, others)
    edit.add(
        CustomField(
            key=made.key,
            position=_behind(edit),
            chinese=made.chinese,
            english=made.english,
            form=made.form,
            choices="\n".join(made.choices) or None,
        )
    )
    return made


def change_field(edit: Edit, key: str, typed: Mapping[str, object]) -> OwnField:
    """Give a field other names or choices: those that were typed; key and form stay.

    BookError where a choice is taken away that customers have or a rule asks for.
    """
    row = _row(edit, key)
    others = own_fields(edit.connection)
    before = next(field for field in others if field.key == key)
    stands = {
        "chinese": before.chinese,
        "english": before.english,
        "choices": "\n".join(before.choices),
        **{name: value for name, value in typed.items() if value is not None},
        "form": before.form,
        "key": key,
    }
    made = made_field(stands, tuple(field for field in others if field.key != key))
    _keep_choices(edit, before, made)
    assert row.id is not None
    edit.change(
        "custom_field",
        row.id,
        {
            "chinese": made.chinese,
            "english": made.english,
            "choices": "\n".join(made.choices) or None,
        },
    )
    return made


def move_field(edit: Edit, key: str, steps: int) -> None:
    """Move a field so many places down among the others, or up where it is below 0."""
    rows = list(edit.session.exec(select(CustomField).order_by("position", "id")))
    place = rows.index(_row(edit, key))
    moved = rows.pop(place)
    rows.insert(max(0, min(place + steps, len(rows))), moved)
    for position, row in enumerate(rows):
        if row.position != position:
            assert row.id is not None
            edit.change("custom_field", row.id, {"position": position})


def delete_field(edit: Edit, key: str, *, with_values: bool) -> OwnField:
    """Delete a field with the values that customers have in it; undo brings all back.

    BookError where a rule uses it; HasValues where a customer has a value in it, unless that is
    to go `with_values`.
    """
    row = _row(edit, key)
    deleted = next(field for field in own_fields(edit.connection) if field.key == key)
    using = names_using(load(edit.connection), deleted.field.key)
    if using:
        message = _("{rules} uses the field {field}: change the rule first.")
        rules = ", ".join(using)
        raise BookError(message.format(rules=rules, field=deleted.label(current())))
    count = filled(edit.connection, deleted.field.key)
    if count and not with_values:
        message = plural(
            "{count} customer has a value in {field}.",
            "{count} customers have a value in {field}.",
            count,
        )
        raise HasValues(message.format(count=f"{count:,}", field=deleted.label(current())))
    _clear(edit, deleted)
    assert row.id is not None
    edit.delete("custom_field", row.id)
    return deleted


def settle_undo(edit: Edit, undone: int) -> None:
    """See to what an edit that is being taken back leaves: no value without a field of its form.

    Customers that come back drop the values of fields that are gone. BookError where a field would
    go that a rule uses or in which customers have been given values since, and where a rule would
    come back whose field is gone.
    """
    _drop_lost(edit, undone)
    rows = edit.connection.execute(
        "SELECT DISTINCT record FROM change WHERE edit_id = ?", (undone,)
    )
    records = {record for (record,) in rows}
    if not records & {"custom_field", "dimension"}:
        return
    try:
        checked(edit.connection)
    except ValueError as error:
        message = _("This can't be taken back: its rule asks for what is gone.")
        if "custom_field" in records:
            message = _("This can't be taken back: a rule uses the field.")
        raise BookError(message) from error
    if (
        "custom_field" in records
        and edit.connection.execute(
            "SELECT 1 FROM customer c, json_each(c.custom) v WHERE c.custom IS NOT NULL"
            " AND v.key NOT IN (SELECT key FROM custom_field) LIMIT 1"
        ).fetchone()
    ):
        raise BookError(_("This can't be taken back: customers have values in the field."))


def made_field(typed: Mapping[str, object], others: Iterable[OwnField]) -> OwnField:
    """The field that was typed, beside these others; nothing is written.

    BookError, saying what to do, where it can't be told apart from what is there already.
    """
    try:
        made = making.own_field(typed, others)
    except Unclean as unclean:
        raise BookError(unclean.message) from unclean
    for name in (made.chinese, made.english):
        for measure in MEASURES.values():
            if normalise(name) in map(normalise, (measure.english, measure.chinese)):
                message = _("“{name}” is the name of a metric: choose another name.")
                raise BookError(message.format(name=name))
    return made


def _row(edit: Edit, key: str) -> CustomField:
    row = edit.session.exec(select(CustomField).where(CustomField.key == key)).first()
    if row is None:
        raise BookError(_("There is no own field with the key {key}.").format(key=key))
    return row


def _behind(edit: Edit) -> int:
    (last,) = edit.connection.execute("SELECT max(position) FROM custom_field").fetchone()
    return 0 if last is None else int(last) + 1


def _keep_choices(edit: Edit, before: OwnField, after: OwnField) -> None:
    """BookError for a choice that is taken away and still needed."""
    asked = {
        value
        for dimension in load(edit.connection).dimensions
        if isinstance(dimension, Conditions)
        for segment in dimension.segments
        for comparison in comparisons(segment.when)
        if comparison.what == before.field.key
        for value in _texts(comparison.value)
    }
    for choice in before.choices:
        if choice in after.choices:
            continue
        if choice in asked:
            raise BookError(_("A rule asks for the choice {choice}.").format(choice=choice))
        (count,) = edit.connection.execute(
            f"SELECT count(*) FROM customer c WHERE {stored_value(before.field.key)} = ?", (choice,)
        ).fetchone()
        if count:
            message = plural(
                "{count} customer has the choice {choice}: change it there first.",
                "{count} customers have the choice {choice}: change it there first.",
                count,
            )
            raise BookError(message.format(count=f"{count:,}", choice=choice))


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, tuple) else [str(value)]


def _clear(edit: Edit, field: OwnField) -> None:
    """Take the field's values from all customers at once, after their images have been logged."""
    edit.session.flush()
    connection = edit.connection
    names = [row[1] for row in connection.execute("PRAGMA table_info(customer)")]
    image = ", ".join(f"'{name}', c.\"{name}\"" for name in names)
    having = f"{stored_value(field.field.key)} IS NOT NULL"
    connection.execute(
        "INSERT INTO change (edit_id, record, record_id, before)"
        f" SELECT ?, 'customer', c.id, json_object({image}) FROM customer c WHERE {having}",
        (edit.edit_id,),
    )
    connection.execute(
        f"UPDATE customer AS c SET custom = nullif(json_remove(c.custom, '$.{field.key}'), '{{}}')"
        f" WHERE {having}"
    )
    edit.session.expire_all()


def _drop_lost(edit: Edit, undone: int) -> None:
    """Of the customers that were put back: values whose field is gone, or of another form."""
    known = {field.field.key: field for field in own_fields(edit.connection)}
    rows = edit.connection.execute(
        "SELECT id, custom FROM customer WHERE custom IS NOT NULL AND id IN (SELECT record_id"
        " FROM change WHERE edit_id = ? AND record = 'customer' AND before IS NOT NULL)",
        (undone,),
    ).fetchall()
    for customer_id, custom in rows:
        values = own_values(custom)
        kept = {key: value for key, value in values.items() if _fits(known.get(key), value)}
        if len(kept) < len(values):
            edit.change("customer", customer_id, {"custom": together(kept).get("custom")})


def _fits(field: OwnField | None, value: object) -> bool:
    """Whether a value is of the form of the field, which may be another one of the same key."""
    if field is None:
        return False
    if field.form == "yes_no":
        return isinstance(value, bool)
    if field.form in ("number", "money"):
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, str)
