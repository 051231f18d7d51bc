"""`python -m custtui`, and the program of that name."""

import gc

from custtui import cli
from custtui.cli.ending import Ended, end_in_order


def main() -> int:
    """Answer what was typed; gives the exit status: after SIGTERM 143, a hang-up 129."""
    # What is loaded to answer is used to the end. To look again and again, and once more at the
    # end, what of it could be thrown away is an eighth of the time of a quick look-up.
    gc.disable()
    try:
        end_in_order()
        return cli.main()
    except Ended as ended:
        return ended.status
    finally:
        gc.freeze()


if __name__ == "__main__":
    raise SystemExit(main())
