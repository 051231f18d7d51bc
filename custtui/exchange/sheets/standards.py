"""客户细分标准: template 2 of 004, every segment with its standard, strategy and members."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from custtui.exchange.sheets import headings
from custtui.exchange.sheets.cells import Look
from custtui.exchange.sheets.headings import Heading
from custtui.exchange.sheets.names import SegmentNames
from custtui.exchange.sheets.sheet import Column, each
from custtui.segments.rules import Rules, Segment, is_tags
from custtui.segments.standing import Members, classified, is_unranked
from custtui.segments.wording import indicator_of, standard_of


@dataclass(frozen=True, slots=True)
class Part:
    """A segment of the book and its part of all customers; none in an empty book."""

    members: Members
    segment: Segment
    dimension: str
    share: float | None


def parts(names: SegmentNames, members: list[Members], customers: int) -> list[Part]:
    """Every segment in the order of the standards table; those left unranked have no share."""
    ranked = classified(names.rules, members)

    def share(counted: Members) -> float | None:
        dimension = names.rules.dimension(counted.dimension)
        whole = customers if is_tags(dimension) else ranked[counted.dimension]
        if not whole or is_unranked(dimension, counted.segment):
            return None
        return counted.customers / whole

    return [
        Part(
            counted,
            names.rules.segment(counted.dimension, counted.segment),
            names.dimension(names.rules.dimension(counted.dimension)),
            share(counted),
        )
        for counted in members
    ]


def columns(names: SegmentNames, language: str) -> list[Column[Sequence[Part]]]:
    """The columns of the template, then how many customers stand there and what they buy."""

    def said(heading: Heading, attribute: str) -> Column[Sequence[Part]]:
        return Column(
            heading.label(language),
            Look.TEXT,
            each(lambda part: names.said(getattr(part.segment, attribute))),
        )

    def ruled(heading: Heading, words: Callable[[Rules, str, str], str]) -> Column[Sequence[Part]]:
        # From the rule itself, so that it stays true when a threshold is changed.
        return Column(
            heading.label(language),
            Look.TEXT,
            each(lambda part: words(names.rules, part.members.dimension, part.members.segment)),
        )

    return [
        dimension_column(language),
        ruled(headings.INDICATOR, indicator_of),
        ruled(headings.STANDARD, standard_of),
        segment_column(names, language),
        said(headings.DESCRIPTION, "description"),
        said(headings.STRATEGY, "strategy"),
        *counted_columns(language),
    ]


def dimension_column(language: str) -> Column[Sequence[Part]]:
    return Column(headings.DIMENSION.label(language), Look.TEXT, each(lambda part: part.dimension))


def segment_column(names: SegmentNames, language: str) -> Column[Sequence[Part]]:
    return Column(
        headings.CUSTOMER_TYPE.label(language),
        Look.TEXT,
        each(lambda part: names.said(part.segment.name)),
    )


def counted_columns(language: str) -> list[Column[Sequence[Part]]]:
    """Members, their part of all customers, their net amount of the last 12 months."""

    def counted(
        heading: Heading, look: Look, value: Callable[[Part], object]
    ) -> Column[Sequence[Part]]:
        return Column(heading.label(language), look, each(value))

    return [
        counted(headings.MEMBERS, Look.COUNT, lambda part: part.members.customers),
        counted(headings.PART, Look.PART, lambda part: part.share),
        counted(headings.AMOUNT_12M, Look.MONEY, lambda part: part.members.amount_12m),
    ]
