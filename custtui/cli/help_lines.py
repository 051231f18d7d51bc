"""How help is set in lines."""

import argparse

from custtui.cli.printing import wrapped


class Help(argparse.HelpFormatter):
    """Help whose lines are as wide as the terminal, where Chinese takes two cells a sign."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))
