"""Figure after figure: each is told and written as soon as it is measured, and one that fails does
not take the others with it."""

import time
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.bench.report import Figure, table, write


def measure_all(
    figures: Mapping[str, Callable[[], Figure]],
    path: Path,
    *,
    judged: bool,
    after_failure: Callable[[], None] = lambda: None,
) -> bool:
    """Was everything measured? What was is in the file at `path`, beside what went wrong."""
    found, failed = dict[str, Figure](), dict[str, str]()
    write(found, failed, path, judged=judged)  # nothing of an earlier run
    for name, measure in figures.items():
        print(f"Measuring {name} …", flush=True)
        start = time.monotonic()
        try:
            found[name] = measure()
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are measured
            failed[name] = f"{type(error).__name__}: {error}"
            traceback.print_exc()
            after_failure()
        print(f"  {time.monotonic() - start:.0f} s", flush=True)
        write(found, failed, path, judged=judged)
        if name in found:
            print(table({name: found[name]}, judged=judged), flush=True)
    print(f"\n{table(found, judged=judged)}\n")
    for name, why in failed.items():
        print(f"{name} could not be measured: {why}")
    print(f"Written to {path}", flush=True)
    return not failed
