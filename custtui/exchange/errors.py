"""What stops an import or an export before anything was written."""


class ExchangeError(Exception):
    """A file that can't be taken in or written; the message says why and what to do."""
