"""The names of sheets, of segments and dimensions, in the language of the workbook."""

from custtui.exchange.sheets.columns import joined
from custtui.segments.rules import ByField, Dimension, Rules, Words
from custtui.segments.standing import Standing, as_stored
from custtui.values.registry import RecordKind

GRADE = "grade"  #: the dimension whose segment the template of 004 calls 客户等级


def sheet_of(kind: RecordKind, language: str) -> str:
    """`客户资料`, `Follow-ups`."""
    return kind.sheet if language == "zh" else kind.plural.capitalize()


class SegmentNames:
    """Names of segments, looked up once each: a large book asks for them a million times."""

    def __init__(self, rules: Rules, language: str) -> None:
        self.rules = rules
        self.language = language
        self._found: dict[tuple[str, str], str] = {}
        #: The dimensions that 细分类型 joins: what rules say, not what fields already tell.
        self.typed = [
            dimension
            for dimension in rules.dimensions
            if dimension.key != GRADE and not isinstance(dimension, ByField)
        ]

    def said(self, words: Words) -> str:
        """The words in the workbook's language, else in the other one."""
        first, second = (words.zh, words.en) if self.language == "zh" else (words.en, words.zh)
        return first or second

    def dimension(self, dimension: Dimension) -> str:
        """`价值`."""
        return self.said(dimension.name)

    def segment(self, dimension: str, key: str) -> str:
        """`高`; a value of a field dimension is its own name."""
        name = self._found.get((dimension, key))
        if name is None:
            name = self.said(self.rules.segment(dimension, key).name)
            self._found[dimension, key] = name
        return name

    def standing(self, dimension: str, standing: Standing) -> str:
        """The name of a segment; of tags, those of all."""
        if isinstance(standing, tuple):
            return joined((self.segment(dimension, key) for key in standing), self.language)
        return self.segment(dimension, standing)

    def stored(self, dimension: str, stored: str) -> str:
        """The name of a segment as the book stores it, in a tag dimension of all tags."""
        return self.standing(dimension, as_stored(self.rules.dimension(dimension), stored))

    def types(self, *stored: str) -> str:
        """细分类型 as in 004, from the segments of the `typed` dimensions: `价值-中、行为-活跃`."""
        parts: list[str] = []
        for dimension, segments in zip(self.typed, stored, strict=True):
            standing = as_stored(dimension, segments)
            keys = standing if isinstance(standing, tuple) else (standing,)
            name = self.dimension(dimension)
            parts += [f"{name}-{self.segment(dimension.key, key)}" for key in keys]
        return joined(parts, self.language)
