"""Who is at work: the account the system vouches for, never what `$USER` says."""

import getpass
import os
import sys


def account_number() -> int:
    """The user id; 0 where the system has none."""
    return os.getuid() if sys.platform != "win32" else 0


def account_name() -> str:
    """The name of the account in the password database; its number where it has no name."""
    if sys.platform == "win32":
        return getpass.getuser()
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
