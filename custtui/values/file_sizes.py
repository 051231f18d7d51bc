"""How large a file is, as people say it."""

_STEP = 1_000
_UNITS = ("B", "kB", "MB", "GB", "TB")


def format_bytes(count: int) -> str:
    """So many bytes in decimal units, with one place from kB on: `298.4 MB`."""
    size, unit = float(count), 0
    while size >= _STEP - 0.05 and unit < len(_UNITS) - 1:
        size /= _STEP
        unit += 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{count} B"
