"""Reads what Maskyard exported with the programs it is meant for, and prints what they saw as JSON.

python3 read_back.py EVENT_FILE POINTS_PARQUET RUNS_PARQUET; tensorboard 2.21.0, pyarrow 26.0.1.
apps/api/src/runExport/runExport.test.ts runs it.
"""

import json
import sys

import pyarrow.parquet as parquet
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0})
events.Reload()
points = parquet.read_table(sys.argv[2])
runs = parquet.read_table(sys.argv[3])

print(
    json.dumps(
        {
            "scalars": {
                tag: [[event.step, event.value, event.wall_time] for event in events.Scalars(tag)][:3]
                for tag in events.Tags()["scalars"]
            },
            "scalarCounts": {tag: len(events.Scalars(tag)) for tag in events.Tags()["scalars"]},
            "pointColumns": {field.name: str(field.type) for field in points.schema},
            "pointCount": points.num_rows,
            "firstPoints": points.slice(0, 3).to_pylist(),
            "sumOfLong": sum(points.filter(parquet.filters_to_expression([("series", "=", "long")]))["value"].to_pylist()),
            "runColumns": {field.name: str(field.type) for field in runs.schema},
            "runs": runs.to_pylist(),
        },
        default=str,
    )
)
