"""Pinning a segment by hand and releasing it: every screen's one way to do so."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from custtui.reading.customer import stored_record
from custtui.reading.dimensions import ShownDimension
from custtui.reading.pin_words import hand_text, names_of
from custtui.reading.pins import Pin, computed_of, pins_of, values_in
from custtui.reading.standing import standing
from custtui.tui.file_faults import into_this_book
from custtui.tui.recording import may_write
from custtui.tui.screens.pick import Option, Pick
from custtui.tui.screens.pin_form import PIN, PinForm
from custtui.values.language import _
from custtui.values.registry import CUSTOMER

if TYPE_CHECKING:
    from custtui.store import Edit
    from custtui.tui.app import CusttuiApp

_VALUES_OFFERED = 500
#: What an option does with its segment: add or fix, take away, release.
_FIX, _WITHOUT, _RELEASE = "=", "-", "~"


def pick_dimension(app: "CusttuiApp", customer_id: int) -> None:
    """Pick a dimension, then what to pin there."""
    stands = app.session.now(standing, customer_id)
    if stands is None or not may_write(app):
        return
    options = [
        Option(d.key, str(d.name), names_of(d, stands.segments.get(d.key, "")), f"{d.name.en}")
        for d in app.session.dimensions
    ]

    async def picked(key: str | None) -> None:
        if key is not None:
            await pick_segment(app, customer_id, key)

    app.push_screen(Pick(_("Pin in which dimension?"), options), picked)


async def pick_segment(app: "CusttuiApp", customer_id: int, dimension_key: str) -> None:
    """Pick what to pin in the dimension, or to release, then say why and till when."""
    session = app.session
    dimension = session.dimension(dimension_key)
    customer = session.now(stored_record, CUSTOMER, customer_id)
    stands = session.now(standing, customer_id)
    if dimension is None or customer is None or stands is None or not may_write(app):
        return
    pins = [pin for pin in stands.pins if pin.dimension == dimension_key]
    held = stands.segments.get(dimension_key, "")
    is_field = dimension.kind == "field"
    values = await session.read(values_in, dimension_key, _VALUES_OFFERED) if is_field else []
    computed = stands.computed.get(dimension_key, held)
    options = [
        *_release_options(dimension, pins, computed),
        *_fix_options(dimension, values, held, computed, pins),
    ]
    heading = _("Pin {dimension} · {name}").format(
        dimension=dimension.name, name=customer.values["name"]
    )

    def picked(chosen: str | None) -> None:
        if chosen is None:
            return
        act, segment = chosen[0], chosen[1:]
        if act == _RELEASE:
            release(app, customer_id, dimension_key, segment)
        else:
            fill_in(app, customer_id, dimension_key, segment, holds=act == _FIX)

    app.push_screen(Pick(heading, options), picked)


def _release_options(dimension: ShownDimension, pins: Sequence[Pin], computed: str) -> list[Option]:
    """What is pinned comes first: to release it is the commoner wish."""
    return [
        Option(
            _RELEASE + pin.segment,
            _("Release: {segment}").format(segment=hand_text(dimension, pin)),
            _("by the rules: {segment}").format(segment=names_of(dimension, computed)),
        )
        for pin in pins
    ]


def _fix_options(
    dimension: ShownDimension,
    values: Sequence[str],
    held: str,
    computed: str,
    pins: Sequence[Pin],
) -> list[Option]:
    rest = [dimension.rest] if dimension.rest else []
    keys = list(values) if dimension.kind == "field" else [*dimension.segments, *rest]
    pinned = {pin.segment for pin in pins}
    options = []
    for key in keys:
        is_held = key in held.split() if dimension.tags else key == held
        is_computed = key in computed.split() if dimension.tags else key == computed
        hint = _("pinned") if key in pinned else _("by the rules") if is_computed else ""
        name = dimension.segment(key).name
        # A tag that is there is taken away, unless a pin put it there: that may be renewed.
        adds = not dimension.tags or not is_held or key in pinned
        label = f"{'+' if adds else '−'} {name}" if dimension.tags else str(name)
        options.append(Option((_FIX if adds else _WITHOUT) + key, label, hint, f"{key} {name.en}"))
    return options


def change_pin(app: "CusttuiApp", pin: Pin) -> None:
    """The form of a pin that is there: another reason, another last day."""
    fill_in(app, pin.customer_id, pin.dimension, pin.segment, holds=pin.holds)


def fill_in(
    app: "CusttuiApp",
    customer_id: int,
    dimension_key: str,
    segment: str,
    *,
    holds: bool = True,
    reason: str = "",
) -> None:
    """The form that asks why and till when; an earlier pin of the same segment fills it in."""
    session = app.session
    dimension = session.dimension(dimension_key)
    customer = session.now(stored_record, CUSTOMER, customer_id)
    if dimension is None:
        app.say(_("This dimension is not there any more: the pin can only be released."))
        return
    if customer is None or not may_write(app):
        return
    pins = session.now(pins_of, customer_id)
    earlier = next(
        (
            pin
            for pin in pins
            if (pin.dimension, pin.segment, pin.holds) == (dimension_key, segment, holds)
        ),
        None,
    )
    typed = {"reason": reason, "author": app.account}
    if earlier is not None:
        last_day = earlier.last_day.isoformat() if earlier.last_day else ""
        typed = {"reason": earlier.reason, "author": earlier.author, "last_day": last_day}
    heading = _heading(app, dimension, customer_id, segment, holds=holds)
    known = {pin.id for pin in pins}
    save = into_this_book(app, _saving(app, customer_id, dimension, segment, known, holds=holds))
    name = str(customer.values["name"])
    form = PinForm(PIN, f"{heading} · {name}", save, session.start.today(), typed=typed)
    form.place = {
        "pin": dimension_key, "segment": segment, "customer": customer_id, "holds": int(holds),
    }  # fmt: skip
    app.push_screen(form)


def _heading(
    app: "CusttuiApp", dimension: ShownDimension, customer_id: int, segment: str, *, holds: bool
) -> str:
    """What is going to be fixed, and what the rules say."""
    name = str(dimension.segment(segment).name)
    computed = app.session.now(computed_of, customer_id).get(dimension.key)
    if computed is None:
        stands = app.session.now(standing, customer_id)
        computed = stands.segments.get(dimension.key, "") if stands else ""
    if not dimension.tags:
        message = _("Pin {dimension} to {segment} (by the rules: {computed})")
    elif holds:
        message = _("Add {segment} by hand (by the rules: {computed})")
    else:
        message = _("Take {segment} away by hand (by the rules: {computed})")
    return message.format(
        dimension=dimension.name, segment=name, computed=names_of(dimension, computed)
    )


def _saving(
    app: "CusttuiApp",
    customer_id: int,
    dimension: ShownDimension,
    segment: str,
    known: set[int],
    *,
    holds: bool,
) -> Callable[[dict[str, object]], Awaitable[str | None]]:
    """Saves the form; a pin that is not `known`, somebody's newer one, is told before it goes."""

    async def save(columns: dict[str, object]) -> str | None:
        # The store is loaded while the form is filled in, not before it is shown.
        from custtui.store import pins

        last_day = cast(date | None, columns.get("last_day"))
        reason, author = str(columns["reason"]), str(columns["author"])
        wanted = pins.Wanted(dimension.key, segment, reason, author, last_day, holds)

        def fix(edit: "Edit") -> None:
            try:
                pins.fix(edit, customer_id, wanted, known)
            except pins.NewerPin as newer:
                known.add(newer.pin_id)
                raise

        said = _("Pinned: {dimension} {segment}").format(
            dimension=dimension.name, segment=dimension.segment(segment).name
        )
        return await app.write(pins.PINNED, said, fix, pins.CAUSE)

    return save


def release_pin(app: "CusttuiApp", pin: Pin) -> None:
    """Let the rules have it again."""
    release(app, pin.customer_id, pin.dimension, pin.segment)


def release(app: "CusttuiApp", customer_id: int, dimension: str, segment: str) -> None:
    """Let the rules have it again; undo brings the pin back."""
    if not may_write(app):
        return

    async def save() -> None:
        from custtui.store import pins

        def let_go(edit: "Edit") -> None:
            pins.release(edit, customer_id, dimension, segment)

        shown = app.session.dimension(dimension)
        said = _("Released: {dimension} {segment}").format(
            dimension=shown.name if shown else dimension,
            segment=shown.segment(segment).name if shown else segment,
        )
        problem = await app.write(pins.RELEASED, said, let_go, pins.CAUSE)
        if problem:
            app.say(problem, wrong=True)

    app.run_worker(save())
