"""客户资料: every customer with its fields, metrics and segments, the columns of 004 first."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.columns import distinct, of_field, of_measure, of_text
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.names import GRADE, SegmentNames
from custtui.exchange.sheets.sheet import Column
from custtui.reading.estimated import Estimated
from custtui.reading.records import SomeRows
from custtui.segments.full_rows import segment_key
from custtui.segments.measures import MEASURES, METRICS
from custtui.values.masking import is_sensitive
from custtui.values.registry import CONTACT, CUSTOMER

#: Fields that the columns of 004 hold.
_IN_TEMPLATE = frozenset(("code", "name", "industry", "employees", "tags", "note"))
_STATED = {"stated_grade": headings.STATED_GRADE, "stated_segments": headings.STATED_SEGMENTS}
_MEASURED_IN_TEMPLATE = frozenset(
    ("first_purchase", "last_purchase", "amount_12m", "orders_12m", "amount_total",
     "main_product", "satisfaction_last", "last_contact")
)  # fmt: skip
FROZEN_COLUMNS = 2
_STANDINGS = 4096  #: customers' segments together, whose names are remembered


def columns(
    names: SegmentNames,
    language: str,
    estimated: Mapping[int, Estimated],
    *,
    id_numbers: bool = False,
) -> list[Column[SomeRows]]:
    """All columns, of `full_rows`; no head stands there twice.

    `estimated` is what of whose sums is: one column tells it of the 12 months. `id_numbers` are
    only there where somebody asked for them.
    """
    fields = [
        _field(field.key, language, _STATED.get(field.key))
        for field in CUSTOMER.fields
        if field.key not in _IN_TEMPLATE and (id_numbers or not is_sensitive(field))
    ]
    own = [of_field(field.own.field, language) for field in names.rules.fields]
    metrics = [
        _measure(measure.key, language)
        for measure in METRICS
        if measure.key not in _MEASURED_IN_TEMPLATE
    ]
    heading = headings.OF_IT_ESTIMATED.label(language)
    amounts = {identity: each.amount_12m or None for identity, each in estimated.items()}
    of_it: Column[SomeRows] = Column(heading, Look.MONEY, lambda some: map(amounts.get, some["id"]))
    return distinct(
        [
            *_template(names, language),
            of_it,
            *fields,
            *own,
            *metrics,
            *_segments(names, language),
        ]
    )


def _template(names: SegmentNames, language: str) -> list[Column[SomeRows]]:
    """The columns of template 1 of 004, in its order."""
    return [
        _field("code", language),
        _field("name", language),
        _field("industry", language),
        _field("employees", language),
        Column(headings.CONTACT.label(language), Look.TEXT, _contacts),
        of_field(CONTACT.field("phones"), language, headings.CONTACT_PHONES, key="contact_phones"),
        _measure("first_purchase", language, headings.FIRST_PURCHASE),
        _measure("last_purchase", language),
        _measure("amount_12m", language),
        _measure("orders_12m", language, headings.ORDERS_12M),
        _measure("amount_total", language),
        _measure("main_product", language, headings.MAIN_PRODUCT),
        _segment(names, GRADE, headings.GRADE.label(language)),
        Column(headings.SEGMENTS.label(language), Look.TEXT, _types(names)),
        _measure("satisfaction_last", language),
        _measure("last_contact", language),
        of_text(headings.LAST_SUMMARY, language, "last_summary"),
        _field("tags", language),
        _field("note", language),
    ]


def _segments(names: SegmentNames, language: str) -> list[Column[SomeRows]]:
    """A column for each dimension; the grade stands among those of 004."""
    heading = headings.SEGMENT_OF.label(language)
    return [
        _segment(names, dimension.key, heading.format(dimension=names.dimension(dimension)))
        for dimension in names.rules.dimensions
        if dimension.key != GRADE
    ]


def _segment(names: SegmentNames, dimension: str, heading: str) -> Column[SomeRows]:
    """The effective segment, or tags; empty in a book whose rules have no such dimension."""
    if dimension not in {each.key for each in names.rules.dimensions}:
        return Column(heading, Look.TEXT, _nothing)
    key, named = segment_key(dimension), lru_cache(partial(names.stored, dimension))
    return Column(heading, Look.TEXT, lambda some: map(named, some[key]))


def _types(names: SegmentNames) -> Callable[[SomeRows], Iterable[object]]:
    """细分类型; most customers stand where another one stood before."""
    keys = [segment_key(dimension.key) for dimension in names.typed]
    named = lru_cache(_STANDINGS)(names.types)
    return (lambda some: map(named, *(some[key] for key in keys))) if keys else _nothing


def _nothing(some: SomeRows) -> Iterable[object]:
    return [None] * len(some["id"])


def _field(key: str, language: str, heading: Heading | None = None) -> Column[SomeRows]:
    return of_field(CUSTOMER.field(key), language, heading)


def _measure(key: str, language: str, heading: Heading | None = None) -> Column[SomeRows]:
    return of_measure(MEASURES[key], language, heading)


def _contacts(some: SomeRows) -> Iterable[str]:
    """`张经理-采购总监`; one of the two when the other is unknown."""
    both = zip(some["contact_name"], some["contact_title"], strict=True)
    return ["-".join(part for part in parts if part) for parts in both]
