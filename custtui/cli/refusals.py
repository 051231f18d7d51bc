"""What the data refuses, told by a command."""


class Refusal(Exception):
    """The answer is no; the message says what, where, and the way out. Exit status 1."""
