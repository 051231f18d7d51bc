"""What is found in a set of rules: a mistake that is refused, or a warning."""

from dataclasses import dataclass

#: The way to a part of the rules from their top: `("dimensions", 0, "segments", 2, "when")`.
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, as a sentence in the reader's language.

    `dimension` and `segment` are the keys of where it stands, empty where it is no one's. `line`
    is that of the file, counted from 1, None where no file holds it.
    """

    dimension: str
    segment: str
    sentence: str
    place: Place
    line: int | None = None

    @property
    def owner(self) -> str:
        """Whose it is, as people write it: `lifecycle/vip`; empty where it is no one's."""
        return "/".join(filter(None, (self.dimension, self.segment)))
