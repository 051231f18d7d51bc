"""The refusal of a value that cannot be kept as it was written."""


class Unclean(ValueError):
    """A value that is not kept.

    `message` is a sentence in the language spoken now: what is wrong, and how to write it right.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
