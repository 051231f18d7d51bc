"""The parser of the command line: what it says of what was typed acts on no terminal."""

import argparse
from typing import NoReturn

from custtui.values.text import shown


class Parser(argparse.ArgumentParser):
    """argparse's, which repeats in its complaints what was typed, as it is."""

    def error(self, message: str) -> NoReturn:
        super().error(shown(message))
