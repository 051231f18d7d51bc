"""The names of sheets, of segments and dimensions, in the language of the workbook."""

from custtui.exchange.sheets.columns import joined
from custtui.segments.rules import ByField, Dimension, Rules, Words
from custtui.segments.standing import Standing
from custtui.values.registry import RecordKind


def sheet_of(kind: RecordKind, language: str) -> str:
    """`客户资料`, `Follow-ups`."""
    return kind.sheet if language == "zh" else kind.plural.capitalize()


class SegmentNames:
    """Names of segments, looked up once each: a book asks for them a million times."""

    def __init__(self, rules: Rules, language: str) -> None:
        self.rules = rules
        self.language = language
        self._found: dict[str, dict[str, str]] = {d.key: {} for d in rules.dimensions}

    def dimension(self, dimension: Dimension) -> str:
        return self.said(dimension.name)

    def said(self, words: Words) -> str:
        """The words in the workbook's language, else in the other one."""
        first, second = (words.zh, words.en) if self.language == "zh" else (words.en, words.zh)
        return first or second

    def segment(self, dimension: str, key: str) -> str:
        known = self._found[dimension]
        name = known.get(key)
        if name is None:
            name = known[key] = self.said(self.rules.segment(dimension, key).name)
        return name

    def standing(self, dimension: str, standing: Standing) -> str:
        """The name of a segment; of tags, those of all."""
        if isinstance(standing, tuple):
            return joined((self.segment(dimension, key) for key in standing), self.language)
        return self.segment(dimension, standing)

    def types(self, row: Mapping[str, object]) -> str:
        """细分类型 as in 004, `价值-中、行为-活跃`: what rules say, not what fields tell."""
        parts: list[str] = []
        for dimension, named in self._typed:
            standing = row[of_segment(dimension)]
            keys = standing if isinstance(standing, tuple) else (standing,)
            parts += [named[key] if key in named else self._type(dimension, key) for key in keys]
        return joined(parts, self.language)

    def _type(self, dimension: str, key: str) -> str:
        """`价值-中`, looked up once."""
        name = self.dimension(self.rules.dimension(dimension))
