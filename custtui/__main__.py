"""`python -m custtui`, and the program of that name."""

import gc

from custtui import cli


def main() -> int:
    """Answer what was typed; gives the exit status."""
    # What is loaded to answer is used to the end. To look again and again, and once more at the
    # end, what of it could be thrown away is an eighth of the time of a quick look-up.
    gc.disable()
    try:
        return cli.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    raise SystemExit(main())
