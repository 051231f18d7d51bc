"""The one command registry: bindings, footer, palette and help all come from it.

A command's id is the name of the action that carries it out: `log_call` is `action_log_call` of
the screen or list that it applies to. Labels are looked up in the catalog when they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding, BindingType

from custtui.values.language import mark

#: Where a command applies: a screen's `scope`, or everywhere.
EVERYWHERE = "everywhere"
CUSTOMERS = "customers"
CUSTOMER = "customer"
SEGMENTS = "segments"
FORM = "form"
PICK = "pick"
LIST = "list"
PAGE = "page"
TRASH = "trash"
FIRST_START = "first_start"
RULE = "rule"
IMPORT = "import"
IMPORT_PREVIEW = "import_preview"
IMPORT_RESULT = "import_result"
EXPORT = "export"
#: An import or an export that is under way.
WORKING = "working"
WHY = "why"
#: Questions one after another.
DIALOGUE = "dialogue"
CONDITION = "condition"
KIND = "kind"
CODES = "codes"
OWN_FIELDS = "own_fields"
SETTINGS = "settings"
#: The records that a fact of an explanation counts.
COUNTED = "counted"
#: Where hand and rules disagree.
PINS = "pins"
#: Two days compared.
COMPARE = "compare"
#: The edits of a customer or a record; one of them.
HISTORY = "history"
PAST_EDIT = "past_edit"
BACKUPS = "backups"
#: A field that two people changed.
CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key does. `footer` is its place among the six keys a screen shows; 0 is none."""

    id: str
    keys: tuple[str, ...]
    label: str
    scopes: tuple[str, ...]
    footer: int = 0
    #: Reaches the screen even while a field has the caret.
    priority: bool = False
    #: Changes the book: listed only where it may be written; pressed elsewhere, it says why not.
    writes: bool = False
    #: Is about the row under the cursor: shown in the footer only where there is one.
    of_row: bool = False


COMMANDS = (
    Command("search", ("slash",), mark("Search"), (CUSTOMERS,), 1),
    Command("open_customer", ("enter",), mark("Open"), (CUSTOMERS,), 2, of_row=True),
    Command("log_call", ("f", "f7"), mark("Log call"), (CUSTOMERS,), 3, writes=True, of_row=True),
    Command("log_call", ("f", "f7"), mark("Log call"), (CUSTOMER,), 3, writes=True),
    Command("add_purchase", ("p", "f8"), mark("Purchase"), (CUSTOMERS,), writes=True),
    Command("add_purchase", ("p", "f8"), mark("Purchase"), (CUSTOMER,), 4, writes=True),
    Command("new_customer", ("n", "f9"), mark("New customer"), (CUSTOMERS,), 5, writes=True),
    Command("why", ("w", "f10"), mark("Why"), (CUSTOMERS,), 6, of_row=True),
    Command("why", ("w", "f10"), mark("Why"), (CUSTOMER,), 6),
    Command("pin_segment", ("i",), mark("Pin"), (CUSTOMER,), writes=True),
    Command("pin_segment", ("i",), mark("Pin"), (WHY,), 3, writes=True),
    Command("show_pins", ("i",), mark("Hand against rules"), (SEGMENTS,), 10),
    Command("open_customer", ("enter",), mark("Open"), (PINS,), 1, of_row=True),
    Command("pin_segment", ("i",), mark("Pin"), (PINS,), 2, writes=True, of_row=True),
    Command(
        "release_pin", ("d", "delete"), mark("Release pin"), (PINS,), 3,
        writes=True, of_row=True,
    ),
    Command("why", ("w", "f10"), mark("Why"), (PINS,), 4, of_row=True),
    Command("edit_customer", ("e",), mark("Edit customer"), (CUSTOMERS,), writes=True),
    Command("edit_record", ("e",), mark("Edit"), (CUSTOMER,), 5, writes=True),
    Command("open_record", ("enter",), mark("Open"), (CUSTOMER,), writes=True),
    Command("add_record", ("n", "f9"), mark("New record"), (CUSTOMER,), 2, writes=True),
    Command("delete_customer", ("d", "delete"), mark("Delete customer"), (CUSTOMERS,), writes=True),
    Command("mark", ("space",), mark("Mark"), (CUSTOMERS,)),
    Command("mark_range", ("V",), mark("Mark up to here from the last mark"), (CUSTOMERS,)),
    Command("mark_all", ("a",), mark("Mark all shown"), (CUSTOMERS,)),
    Command("unmark_all", ("u",), mark("Unmark all"), (CUSTOMERS,)),
    Command("change_tags", ("t",), mark("Tags"), (CUSTOMERS,), writes=True),
    Command("change_owner", (), mark("Change owner"), (CUSTOMERS,), writes=True),
    Command("delete_record", ("d", "delete"), mark("Delete"), (CUSTOMER,), writes=True),
    Command("done", ("x",), mark("Promise done"), (CUSTOMER,), writes=True),
    Command("show_masked", ("m",), mark("Show masked"), (CUSTOMERS, CUSTOMER)),
    Command("next_page", ("right", "l"), mark("Next page"), (CUSTOMER,)),
    Command("previous_page", ("left", "h"), mark("Previous page"), (CUSTOMER,)),
    Command("history", ("H",), mark("History"), (CUSTOMER,)),
    Command("record_history", ("R",), mark("History of this record"), (CUSTOMER,)),
    Command("erase_customer", (), mark("Erase for good"), (CUSTOMERS, CUSTOMER), writes=True),
    Command("open_edit", ("enter",), mark("Before and after"), (HISTORY,), 1, of_row=True),
    Command(
        "take_back", ("z",), mark("Take back"), (HISTORY, PAST_EDIT), 2,
        writes=True, of_row=True,
    ),
    Command("sort", ("s",), mark("Sort"), (CUSTOMERS,)),
    Command("reverse_sort", ("S",), mark("Sort the other way round"), (CUSTOMERS,)),
    Command("filter_segment", ("v",), mark("Filter by segment"), (CUSTOMERS,)),
    Command("edit_rule", ("e", "enter"), mark("Change rule"), (SEGMENTS,), 2),
    Command("edit_whole", ("c",), mark("Condition, shares, scores"), (SEGMENTS,)),
    Command("edit_texts", ("t",), mark("Texts"), (SEGMENTS,), 4),
    Command("add_part", ("n", "f9"), mark("New"), (SEGMENTS,), 5),
    Command("remove_part", ("d", "delete"), mark("Remove"), (SEGMENTS,)),
    Command("move_up", ("K", "shift+up"), mark("Move up"), (SEGMENTS,)),
    Command("move_down", ("J", "shift+down"), mark("Move down"), (SEGMENTS,)),
    Command("take_preset", ("p",), mark("Take from a preset"), (SEGMENTS,)),
    Command("who_moves", ("w",), mark("Who moves"), (SEGMENTS,), 3),
    Command("show_members", ("m",), mark("Show members"), (SEGMENTS,)),
    Command("compare_days", ("v",), mark("Compare two days"), (SEGMENTS,)),
    Command("to_right", ("right", "l"), mark("To the right"), (SEGMENTS,)),
    Command("to_left", ("left", "h"), mark("To the dimensions"), (SEGMENTS,)),
    Command("import_file", ("i", "f11"), mark("Import"), (CUSTOMERS,), writes=True),
    Command("export_file", ("x", "f12"), mark("Export"), (CUSTOMERS, SEGMENTS)),
    Command("sample_data", ("d",), mark("Look round in sample data"), (FIRST_START,)),
    Command(
        "import_file", ("i", "f11"), mark("Import an Excel or CSV file"), (FIRST_START,),
        writes=True,
    ),
    Command("new_customer", ("n", "f9"), mark("The first customer"), (FIRST_START,), writes=True),
    Command("restore", ("enter",), mark("Restore"), (TRASH,), 1, writes=True, of_row=True),
    Command("look_inside", ("right", "l"), mark("What it holds"), (TRASH,), 2, of_row=True),
    Command("restore", ("enter",), mark("Restore"), (BACKUPS,), 1, writes=True, of_row=True),
    Command("back_up", ("b",), mark("Back up now"), (BACKUPS,), 2),
    # At once, before the next key is read: what is typed after tab belongs to the next field.
    Command("next_field", ("tab",), mark("Next field"), (FORM,), priority=True),
    Command("previous_field", ("shift+tab",), mark("Previous field"), (FORM,), priority=True),
    # Some forms save into the draft of the rules, which whoever only reads may try too.
    Command("save", ("ctrl+s",), mark("Save"), (FORM,), 1, priority=True),
    Command("save", ("ctrl+s",), mark("Save"), (RULE, SEGMENTS), 1, priority=True, writes=True),
    Command("look_closer", ("enter",), mark("Who moves"), (RULE,), 2),
    Command("look_closer", ("enter",), mark("Who moved"), (COMPARE,), 1),
    Command("choose_dimension", ("d",), mark("Dimension"), (COMPARE,), 2),
    Command("earlier_day", ("1",), mark("Earlier day"), (COMPARE,), 3),
    Command("later_day", ("2",), mark("Later day"), (COMPARE,), 4),
    Command("next_number", ("down",), mark("Next number"), (RULE,)),
    Command("previous_number", ("up",), mark("Previous number"), (RULE,)),
    Command("next_column", ("right", "l"), mark("Next column"), (RULE, COMPARE)),
    Command("previous_column", ("left", "h"), mark("Previous column"), (RULE, COMPARE)),
    Command("leave", ("escape", "f4"), mark("Back, numbers kept"), (RULE,), 8),
    Command("show_rows", ("enter",), mark("Show the records"), (WHY,), 1),
    Command("to_reasons", ("right", "l"), mark("Read"), (WHY,), 2),
    Command("to_dimensions", ("left", "h"), mark("To the dimensions"), (WHY,)),
    Command("open_record", ("enter",), mark("Open"), (COUNTED,), 1, writes=True, of_row=True),
    Command("keep_theirs", ("1",), mark("Keep theirs"), (CONFLICT,), 1),
    Command("keep_mine", ("2",), mark("Keep mine"), (CONFLICT,), 2),
    Command("keep_both", ("3",), mark("Keep both, where it is a long text"), (CONFLICT,)),
    Command("leave", ("escape",), mark("Back to the form"), (CONFLICT,), 8),
    Command("take_answer", ("enter",), mark("Take"), (DIALOGUE,), 1),
    Command("take_all", ("ctrl+s",), mark("Take all ticked"), (DIALOGUE,)),
    Command("leave", ("escape",), mark("One step back"), (DIALOGUE,), 8),
    Command("change_part", ("enter", "e"), mark("Edit"), (CONDITION, KIND), 1),
    Command("add_comparison", ("a", "n"), mark("Add"), (CONDITION,), 2),
    Command("remove_part", ("d", "delete"), mark("Remove"), (CONDITION,), 3),
    Command("flip", ("f",), mark("ALL ↔ ANY"), (CONDITION,), 4),
    Command("nest", ("greater_than_sign", "right"), mark("Nest"), (CONDITION,), 5),
    Command("unnest", ("less_than_sign", "left"), mark("Take out"), (CONDITION,), 6),
    Command("move_up", ("K", "shift+up"), mark("Move up"), (CONDITION,), 7),
    Command("move_down", ("J", "shift+down"), mark("Move down"), (CONDITION,), 8),
    Command("otherwise", ("o",), mark("Otherwise"), (CONDITION,), 9),
    Command("rest_on_last", ("r",), mark("Rest on the last"), (KIND,)),
    Command("change_code", ("enter", "e"), mark("Edit"), (CODES,), 1),
    Command("same_again", ("space",), mark("Same again"), (CODES,), 2),
    Command("next_problem", ("n",), mark("Next free or twice taken"), (CODES,), 3),
    Command("next_column", ("right", "l"), mark("Next column"), (CODES,)),
    Command("previous_column", ("left", "h"), mark("Previous column"), (CODES,)),
    Command("undo_step", ("ctrl+z",), mark("Undo"), (CONDITION, KIND, CODES), 10),
    Command("take_over", ("ctrl+s",), mark("Take over"), (CONDITION, KIND, CODES), 11, True),
    Command("leave", ("escape",), mark("Back"), (CONDITION, KIND, CODES), 12),
    Command("take_file", ("enter",), mark("Look at the file"), (IMPORT,), 1),
    Command("start_export", ("enter", "ctrl+s"), mark("Export"), (EXPORT,), 1),
    Command("switch_masking", ("ctrl+t",), mark("Masked"), (EXPORT,), 3),
    Command("switch_id_numbers", ("ctrl+o",), mark("Id numbers"), (EXPORT,), 4),
    Command("complete_path", ("tab",), mark("Complete"), (IMPORT, EXPORT), 2),
    Command("start_import", ("enter", "ctrl+s"), mark("Import"), (IMPORT_PREVIEW,), 1),
    Command("choose_kind", ("ctrl+t",), mark("Kind"), (IMPORT,), 3),
    Command("map_column", ("m",), mark("Map column"), (IMPORT_PREVIEW,), 2),
    Command("choose_kind", ("t",), mark("Kind"), (IMPORT_PREVIEW,), 3),
    Command("choose_sheet", ("s",), mark("Sheet"), (IMPORT_PREVIEW,), 4),
    Command("switch_create", ("c",), mark("Make missing customers"), (IMPORT_PREVIEW,)),
    Command("switch_update", ("u",), mark("Change known customers"), (IMPORT_PREVIEW,)),
    Command("switch_duplicates", ("d",), mark("Keep duplicates"), (IMPORT_PREVIEW,)),
    Command("switch_openings", ("o",), mark("Remove estimated purchases"), (IMPORT_PREVIEW,)),
    Command("switch_fields", ("f",), mark("Fields for unknown columns"), (IMPORT_PREVIEW,)),
    Command("add_field", ("n", "f9"), mark("New field"), (OWN_FIELDS,), 1, writes=True),
    Command(
        "edit_field", ("e", "enter"), mark("Change"), (OWN_FIELDS,), 2,
        writes=True, of_row=True,
    ),
    Command(
        "move_up", ("K", "shift+up"), mark("Move up"), (OWN_FIELDS,), 3,
        writes=True, of_row=True,
    ),
    Command(
        "move_down", ("J", "shift+down"), mark("Move down"), (OWN_FIELDS,), 4,
        writes=True, of_row=True,
    ),
    Command(
        "delete_field", ("d", "delete"), mark("Delete"), (OWN_FIELDS,), 5,
        writes=True, of_row=True,
    ),
    Command("change_setting", ("enter", "e"), mark("Change"), (SETTINGS,), 1, writes=True),
    Command(
        "take_default", ("d", "delete"), mark("Back to the default"), (SETTINGS,), 2,
        writes=True,
    ),
    Command("finish", ("enter",), mark("To the customers"), (IMPORT_RESULT,), 1),
    Command("cancel", ("escape",), mark("Cancel"), (WORKING,), 1),
    Command(
        "leave", ("escape",), mark("Back"),
        (FORM, PICK, PAGE, CUSTOMER, SEGMENTS, TRASH, IMPORT, IMPORT_PREVIEW, IMPORT_RESULT,
         EXPORT, WHY, COUNTED, PINS, COMPARE, OWN_FIELDS, SETTINGS, HISTORY, PAST_EDIT,
         BACKUPS), 8,
    ),
    Command("go_customers", ("f2",), mark("Customers"), (EVERYWHERE,)),
    Command("go_segments", ("f4",), mark("Segments"), (EVERYWHERE,)),
    Command("as_of", ("ctrl+g",), mark("As of another day"), (EVERYWHERE,)),
    Command("undo", ("ctrl+z",), mark("Undo"), (SEGMENTS, EVERYWHERE), writes=True),
    Command("redo", ("ctrl+y",), mark("Redo"), (EVERYWHERE,), writes=True),
    Command("palette", ("ctrl+p",), mark("All commands"), (EVERYWHERE,), priority=True),
    Command("language", (), mark("Language 中文/English"), (EVERYWHERE,)),
    Command("trash", (), mark("Trash"), (EVERYWHERE,)),
    Command("backups", (), mark("Backups"), (EVERYWHERE,)),
    Command("back_up", (), mark("Back up now"), (EVERYWHERE,)),
    Command("own_fields", (), mark("Own fields"), (EVERYWHERE,)),
    Command("suspend", (), mark("Suspend"), (EVERYWHERE,)),
    Command("settings", (), mark("Settings"), (EVERYWHERE,)),
    Command("help", ("question_mark", "f1"), mark("Help"), (EVERYWHERE,), 9),
    Command("leave_app", ("ctrl+q",), mark("Quit"), (EVERYWHERE,), priority=True),
    Command("cursor_down", ("down", "j"), mark("Down"), (LIST,)),
    Command("cursor_up", ("up", "k"), mark("Up"), (LIST,)),
    Command("page_down", ("pagedown",), mark("Page down"), (LIST,)),
    Command("page_up", ("pageup",), mark("Page up"), (LIST,)),
    Command("first", ("home", "g"), mark("First"), (LIST,)),
    Command("last", ("end", "G"), mark("Last"), (LIST,)),
)  # fmt: skip


#: Where a screen stands over another: of the keys that work everywhere only help reaches it.
_OVER_OTHERS = frozenset((FORM, CONFLICT, DIALOGUE, CONDITION, KIND, CODES))


def bindings(*scopes: str) -> list[BindingType]:
    """The bindings of the commands that apply there."""
    found: list[BindingType] = [_binding(c, c.id) for c in applying(scopes) if c.keys]
    if not _OVER_OTHERS.isdisjoint(scopes):
        found += [_binding(c, "app.help") for c in applying((EVERYWHERE,)) if c.id == "help"]
    return found


def _binding(command: Command, action: str) -> Binding:
    return Binding(",".join(command.keys), action, command.label, priority=command.priority)


def applying(scopes: Iterable[str]) -> list[Command]:
    """The commands of these scopes, in the order of the registry."""
    wanted = set(scopes)
    return [command for command in COMMANDS if wanted & set(command.scopes)]


def listed(scopes: Iterable[str], *, may_write: bool) -> list[Command]:
    """Those of them that footer, help and palette name: where nothing is written, none that would.

    Their keys are bound all the same, and say why nothing is written.
    """
    return [command for command in applying(scopes) if may_write or not command.writes]


def key_of(command: str, scope: str) -> str:
    """The first key of a command, as people write it."""
    return next(key_name(each.keys[0]) for each in applying((scope,)) if each.id == command)


def keys_of(command: str, scope: str) -> str:
    """All keys of a command, as a binding has them."""
    return next(",".join(each.keys) for each in applying((scope,)) if each.id == command)


def reaches_past_text(key: str) -> bool:
    """Whether a key means the same while a field has the caret: it is no text."""
    signs = ("slash", "question_mark", "less_than_sign", "greater_than_sign", "space")
    return len(key) > 1 and key not in signs


def key_name(key: str) -> str:
    """A key as people write it."""
    names = {
        "slash": "/", "question_mark": "?", "escape": "esc", "pagedown": "pgdn", "pageup": "pgup",
        "less_than_sign": "<", "greater_than_sign": ">", "delete": "del", "right": "→", "left": "←",
        "up": "↑", "down": "↓", "shift+up": "shift+↑", "shift+down": "shift+↓",
    }  # fmt: skip
    if key in names:
        return names[key]
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key
