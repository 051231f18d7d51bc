"""What the processes of tests need, loaded once before they part from their parent."""

import custtui.cli.arguments
import custtui.cli.find
import custtui.cli.show
import custtui.exchange.importing
import custtui.store
import custtui.values.pinyin

__all__ = ["custtui"]

custtui.values.pinyin.get_ready()
