"""Reading a file of rules: all that is wrong with it in one go, each with its line and reason."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError

from custtui.segments.checks.finding import Finding, Place
from custtui.segments.checks.mistakes import problems
from custtui.segments.files.about import About
from custtui.segments.files.places import line_at, lines_of
from custtui.segments.files.shapes import known_keys, shaped, unknown_key, unread_key
from custtui.segments.files.syntax import NotToml, decoded, parsed
from custtui.segments.presets import preset
from custtui.segments.rules import Conditions, Dimension, Rules, Words
from custtui.values.language import _
from custtui.values.text import clean

_KNOWN = ("about", "dimensions")
#: What a comparison that can't be read may still be asked: what it looks at.
_NAMES = ("what", "than", "metric", "among", "key")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file of rules as it was read.

    `rules` are what a book would have once they are taken in; None where there are `problems`, and
    then nothing of them may be used. `dimensions` are those of the file itself.
    """

    about: About
    dimensions: tuple[Dimension, ...]
    rules: Rules | None
    problems: tuple[Finding, ...]
    lines: dict[Place, int]

    def located(self, found: Finding) -> Finding:
        """A finding in `rules` with its line, if it stands in this file."""
        own = [dimension.key for dimension in self.dimensions]
        if found.dimension not in own or found.place[:1] != ("dimensions",):
            return found
        place = ("dimensions", own.index(found.dimension), *found.place[2:])
        return replace(found, line=line_at(self.lines, place))


def read_rules(content: bytes, base: Rules, only: Collection[str] = ()) -> RuleFile:
    """Read a file that would be taken into a book whose rules are `base`.

    With `only`, dimensions of these keys alone are taken, and nothing is taken away.
    """
    try:
        text = decoded(content)
        data = _tidy(parsed(text))
    except NotToml as error:
        return RuleFile(About(), (), None, (error.finding,), {})
    return _Reading(data, lines_of(text)).file(base, only)


class _Reading:
    def __init__(self, data: dict[str, Any], lines: dict[Place, int]) -> None:
        self._data = data
        self._lines = lines
        self._found: list[Finding] = []
        #: Keys of dimensions whose segments are not known, for they could not be read.
        self._unread: set[str] = set()

    def file(self, base: Rules, only: Collection[str]) -> RuleFile:
        for key in self._data:
            if key not in _KNOWN:
                self._note(unknown_key(key, list(_KNOWN)), (key,))
        about = self._about()
        dimensions = self._dimensions()
        start = self._based_on(about)
        if only:
            self._check_wanted(only, dimensions, start)
        merged = _merged(base, about, start, dimensions, only)
        self._check(base, merged, dimensions)
        found = sorted(self._found, key=lambda each: (each.line is None, each.line or 0))
        rules = None if found else merged
        return RuleFile(about, dimensions, rules, tuple(found), self._lines)

    def _note(self, sentence: str, place: Place, dimension: str = "", segment: str = "") -> None:
        line = line_at(self._lines, place) or 1
        self._found.append(Finding(dimension, segment, sentence, place, line))

    def _about(self) -> About:
        try:
            return About.model_validate(self._data.get("about", {}))
        except ValidationError as error:
            for each in error.errors():
                place = ("about", *each["loc"])
                if each["type"] == "extra_forbidden":
                    known = Words if len(each["loc"]) > 1 else About
                    self._note(unknown_key(str(each["loc"][-1]), known_keys(known)), place)
                elif each["loc"] == ("scope",):
                    self._note(
                        _("{key} must be one of {choices}.").format(
                            key="scope", choices="whole, dimensions"
                        ),
                        place,
                    )
                else:
                    self._note(_("This can't be read; look at an exported file."), place)
            return About()

    def _dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions as far as they can be read, with something in the place of the others."""
        raw = self._data.get("dimensions")
        if not isinstance(raw, list) or not raw:
            self._note(_("There are no dimensions: each begins with [[dimensions]]."), ())
            return ()
        read: list[Dimension] = []
        for number, each in enumerate(raw):
            one = shaped(each, ("dimensions", number))
            for found in one.findings:
                self._note(found.sentence, found.place, found.dimension, found.segment)
            key = str(each.get("key", "")) if isinstance(each, dict) else ""
            if one.dimension is None:
                self._unread.add(key or unread_key(number))
            read.append(one.dimension or _stub(key or unread_key(number)))
        return tuple(read)

    def _based_on(self, about: About) -> tuple[Dimension, ...]:
        if about.based_on is None:
            return ()
        try:
            return preset(about.based_on).dimensions
        except FileNotFoundError:
            message = _("There is no preset {name}.").format(name=about.based_on)
            self._note(message, ("about", "based_on"))
            return ()

    def _check_wanted(
        self, only: Collection[str], own: tuple[Dimension, ...], start: tuple[Dimension, ...]
    ) -> None:
        known = {dimension.key for dimension in (*start, *own)}
        for key in only:
            if key not in known:
                message = _("The file has no dimension {key}.")
                self._found.append(Finding("", "", message.format(key=key), ()))

    def _check(self, base: Rules, merged: Rules, own: tuple[Dimension, ...]) -> None:
        """What is wrong with the meaning: of the file, and of the book once it is taken in.

        What the book itself has long had wrong is not the file's fault.
        """
        wrong = [found.place for found in self._found]
        places = {id(dimension): number for number, dimension in enumerate(own)}
        known = {(each.owner, each.sentence) for each in problems(base)}
        for found in problems(merged, self._unread):
            number = None
            if len(found.place) > 1:
                number = places.get(id(merged.dimensions[int(found.place[1])]))
            if number is not None:
                place = ("dimensions", number, *found.place[2:])
                if not _is_told(place, wrong):
                    self._note(found.sentence, place, found.dimension, found.segment)
            elif (found.owner, found.sentence) not in known:
                self._found.append(found)


def _merged(
    base: Rules,
    about: About,
    start: tuple[Dimension, ...],
    own: tuple[Dimension, ...],
    only: Collection[str],
) -> Rules:
    """The rules of the book once the file is taken in, not checked yet."""
    whole = _replaced(start, own)
    if only:
        whole = tuple(dimension for dimension in whole if dimension.key in only)
    if only or about.scope == "dimensions":
        whole = _replaced(base.dimensions, whole)
    return base.model_copy(update={"dimensions": whole})


def _replaced(before: tuple[Dimension, ...], own: tuple[Dimension, ...]) -> tuple[Dimension, ...]:
    """Those before, replaced where they stand, and new ones behind them.

    Of two with the same key in the file both are kept, so that the second is told of.
    """
    first = {dimension.key: dimension for dimension in reversed(own)}
    kept = [first.get(dimension.key, dimension) for dimension in before]
    used = {id(dimension) for dimension in kept}
    return (*kept, *(dimension for dimension in own if id(dimension) not in used))


def _is_told(place: Place, wrong: list[Place]) -> bool:
    """Whether it comes of a mistake of shape that is told already."""
    if place[-1] in _NAMES:
        return place in wrong
    around = place if place[-1:] == ("segments",) else place[:-1]
    return any(each[: len(around)] == around for each in wrong)


def _stub(key: str) -> Dimension:
    """Something with that key in the place of a dimension that could not be read at all."""
    return Conditions.model_construct(
        key=key, name=Words(), note=Words(), ordered=False, kind="conditions", tags=False,
        segments=(),
    )  # fmt: skip


def _tidy(value: Any) -> Any:
    """The same with its texts clean, and its days as the text that rules have."""
    match value:
        case dict():
            return {key: _tidy(each) for key, each in value.items()}
        case list():
            return [_tidy(each) for each in value]
        case str():
            return clean(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case _:
            return value
