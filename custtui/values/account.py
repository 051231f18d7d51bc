"""Who is at work: the account the system vouches for, never what `$USER` says.

It is the real account of the process: who became root or somebody else by `sudo` or `su` works,
and stands in the log, as that one, for that is what the system lets them do.
"""

import os
import sys


def account_number() -> int:
    """The user id; 0 where the system has none."""
    return os.getuid() if sys.platform != "win32" else 0


def account_name() -> str:
    """The name of the account in the password database; its number where it has no name."""
    if sys.platform == "win32":
        import getpass

        return getpass.getuser()
    return user_name(os.getuid())


def user_name(number: int) -> str:
    """The name of a user id; the number where it has no name."""
    if sys.platform == "win32":
        return str(number)
    import pwd

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def group_name(number: int) -> str:
    """The name of a group id; the number where it has no name."""
    if sys.platform == "win32":
        return str(number)
    import grp

    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
