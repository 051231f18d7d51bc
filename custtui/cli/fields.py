"""`custtui fields`: the fields that a department has added to the customer (新增栏目)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from custtui.cli import clock
from custtui.cli.opening import Opened, opened, settings_of_a_new_book, zone_of
from custtui.cli.options import Options
from custtui.cli.printing import print_json, print_table, say
from custtui.reading.own_fields import filled, own_fields
from custtui.values.language import _, current, mark
from custtui.values.registry import OwnField
from custtui.values.registry.own import FORM_CHOICES

if TYPE_CHECKING:
    from custtui.store import Edit

_FORMS = {choice.key: choice for choice in FORM_CHOICES}


def run(options: Options) -> int:
    """List the fields, or add, change or remove one; BookError where that can't be."""
    match options.given.action:
        case "add":
            _add(options)
        case "change":
            _change(options)
        case "remove":
            _remove(options)
        case _:
            with opened(options, needs_segments=False) as book:
                _list(book, as_json=options.given.json)
    return 0


def _list(book: Opened, *, as_json: bool) -> None:
    found = own_fields(book.connection)
    counts = {field.key: filled(book.connection, field.field.key) for field in found}
    if as_json:
        print_json([_plain(field, counts[field.key]) for field in found])
    elif not found:
        say(_("There are no fields of your own. custtui fields add KEY makes one."))
    else:
        print_table(
            [
                (_("Key"), _("Name"), _("Form"), _("Filled in"), _("Choices")),
                *(
                    (
                        field.key,
                        field.label(current()),
                        _FORMS[field.form].label(current()),
                        f"{counts[field.key]:,}",
                        ", ".join(field.choices),
                    )
                    for field in found
                ),
            ],
            right=(3,),
        )


def _plain(field: OwnField, count: int) -> dict[str, object]:
    return {
        "key": field.key,
        "name": {"zh": field.chinese, "en": field.english},
        "form": field.form,
        "choices": list(field.choices),
        "filled": count,
    }


def _add(options: Options) -> None:
    from custtui.store.own_fields import add_field

    given = options.given
    typed: dict[str, object] = {
        "key": given.key,
        "form": given.form,
        "chinese": given.label_zh,
        # A key alone says what is meant as well as a name would.
        "english": given.label_en or ("" if given.label_zh else given.key),
        "choices": given.choices,
    }
    made = _edit(options, mark("new field"), lambda edit: add_field(edit, typed))
    say(_("Added: {field}").format(field=_named(made)))


def _change(options: Options) -> None:
    from custtui.store.own_fields import change_field, move_field

    given = options.given
    typed: dict[str, object] = {
        "chinese": given.label_zh,
        "english": given.label_en,
        "choices": given.choices,
    }

    def change(edit: "Edit") -> OwnField:
        made = change_field(edit, given.key, typed)
        if given.place is not None:
            keys = [field.key for field in own_fields(edit.connection)]
            move_field(edit, given.key, given.place - 1 - keys.index(given.key))
        return made

    made = _edit(options, mark("change field"), change)
    say(_("Changed: {field}").format(field=_named(made)))


def _remove(options: Options) -> None:
    from custtui.reading.connection import BookError
    from custtui.store.own_fields import HasValues, delete_field

    given = options.given

    def delete(edit: "Edit") -> OwnField:
        try:
            return delete_field(edit, given.key, with_values=given.with_values)
        except HasValues as error:
            hint = _("--with-values deletes them too; custtui undo brings all back.")
            raise BookError(f"{error} {hint}") from error

    made = _edit(options, mark("delete field"), delete)
    say(_("Deleted: {kind}").format(kind=_named(made)))


def _edit(options: Options, what: str, change: Callable[["Edit"], OwnField]) -> OwnField:
    """Make one edit."""
    from custtui.store import open_book

    today = clock.today(zone_of(options.path))
    book = open_book(options.path, today, settings_of_a_new_book())
    book.roll_forward(today)
    with book.edit(what) as edit:
        return change(edit)


def _named(field: OwnField) -> str:
    return f"{field.label(current())} ({field.field.key})"
