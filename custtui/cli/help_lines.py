"""How help is set in lines."""

import argparse

from custtui.cli.terminal import columns


class Help(argparse.HelpFormatter):
    """Help whose lines are as wide as the terminal, where Chinese takes two cells a sign."""

    def __init__(self, prog: str) -> None:
        # Told the width, it needs no shutil; one is made for each argument of a parser.
        super().__init__(prog, width=columns() - 2)

    def _split_lines(self, text: str, width: int) -> list[str]:
        from custtui.cli.wrapping import wrapped

        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from custtui.cli.wrapping import wrapped

        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))
