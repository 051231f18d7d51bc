"""What the processes of these tests need, loaded once before they part from their parent."""

import custtui.cli
import custtui.cli.find
import custtui.exchange.importing
import custtui.store
import custtui.values.pinyin

__all__ = ["custtui"]

custtui.values.pinyin.get_ready()
