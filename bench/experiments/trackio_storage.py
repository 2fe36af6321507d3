"""trackio 0.5.0's SQLite storage: values a second in batches of 1,000 and one call at a time, and bytes a value."""

import os
import random
import time

from trackio.sqlite_storage import SQLiteStorage

steps, series = 100, 10


def batch(first):
    return [{f"series {index}": random.random() for index in range(series)} for _ in range(first, first + steps)]


started = time.perf_counter()
batches = 100
for number in range(batches):
    first = number * steps
    SQLiteStorage.bulk_log("bench", "run", batch(first), steps=list(range(first, first + steps)))
values = batches * steps * series
print(f"  trackio 0.5.0 on SQLite, without HTTP: {values / (time.perf_counter() - started):,.0f} values/s in batches of 1,000")

calls = 200
started = time.perf_counter()
for step in range(calls):
    SQLiteStorage.log("bench", "single", {"loss": random.random()}, step=step)
print(f"  trackio, single calls/s: {calls / (time.perf_counter() - started):,.0f}")

folder = os.environ["TRACKIO_DIR"]
size = sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)
print(f"  trackio, bytes a value: {size / (values + calls):.0f}")
