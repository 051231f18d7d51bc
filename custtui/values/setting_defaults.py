"""What counts where a book has no setting of its own: loaded by the quickest look-ups too."""

#: By key. An empty time zone is that of the machine, an empty backup folder the usual one.
DEFAULTS = {"mask": "off", "currency_symbol": "¥", "time_zone": "", "backup_folder": ""}
