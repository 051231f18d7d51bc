import subprocess
import sys
from pathlib import Path

import custtui.values

MODULES = [path.stem for path in Path(custtui.values.__file__).parent.glob("[!_]*.py")]
HEAVY = ("pypinyin", "phonenumbers", "babel", "sqlmodel", "textual", "pydantic", "xlsxwriter")


def test_no_module_of_the_ground_loads_a_library_before_it_is_needed() -> None:
    imports = "; ".join(f"import custtui.values.{module}" for module in MODULES)
    code = f"import sys; {imports}; print([m for m in {HEAVY!r} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
