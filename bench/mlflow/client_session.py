"""What a person does with MLflow's client, against the server that MLFLOW_TRACKING_URI names; prints what it saw as JSON.

mlflow-skinny 3.4.0. apps/api/src/mlflow/mlflowClient.test.ts runs it.
"""

import json
import os
import tempfile
import time

import mlflow
from mlflow.entities import Metric, Param, RunTag
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

client = MlflowClient()
mlflow.set_experiment("from python")

with mlflow.start_run(run_name="best") as best:
    mlflow.log_param("lr", 0.1)
    mlflow.log_params({"layers": 4})
    mlflow.set_tag("team", "a")
    for step in range(100):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
    mlflow.log_metrics({"accuracy": 0.99}, step=99)

    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(os.path.join(folder, "plots", "deep"))
        for path, text in {"notes.txt": "notes", "plots/loss 1.svg": "<svg/>", "plots/deep/empty": ""}.items():
            with open(os.path.join(folder, path), "w") as file:
                file.write(text)
        mlflow.log_artifact(os.path.join(folder, "notes.txt"))
        mlflow.log_artifacts(folder, artifact_path="all")
    mlflow.log_dict({"classes": ["car"]}, "model/labels.json")

with tempfile.TemporaryDirectory() as folder:
    client.download_artifacts(best.info.run_id, "all", folder)
    downloaded = {}
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name)) as file:
                downloaded[os.path.relpath(os.path.join(path, name), folder)] = file.read()
labels = mlflow.artifacts.load_dict(f"runs:/{best.info.run_id}/model/labels.json")

with mlflow.start_run(run_name="worse"):
    mlflow.log_metric("loss", 5.0)

with mlflow.start_run(run_name="without steps") as plain:
    for value in (3.0, 2.0, 1.0):
        mlflow.log_metric("loss", value)
    now = int(time.time() * 1000)
    client.log_batch(
        plain.info.run_id,
        metrics=[Metric("batch", index, now, index) for index in range(1000)],
        params=[Param("p", "1")],
        tags=[RunTag("t", "1")],
    )

conflict = ""
try:
    client.log_param(best.info.run_id, "lr", 0.2)
except MlflowException as error:
    conflict = error.error_code
missing = ""
try:
    client.get_run("f" * 32)
except MlflowException as error:
    missing = error.error_code

run = client.get_run(best.info.run_id)
history = client.get_metric_history(best.info.run_id, "loss")
experiment = mlflow.get_experiment_by_name("from python")
found = client.search_runs(
    [experiment.experiment_id],
    filter_string="metrics.loss < 0.5 and params.lr = '0.1' and tags.team = 'a'",
    order_by=["metrics.loss ASC"],
)
client.delete_run(plain.info.run_id)
remaining = client.search_runs([experiment.experiment_id])

print(
    json.dumps(
        {
            "experiment": experiment.name,
            "params": run.data.params,
            "metrics": run.data.metrics,
            "tags": {key: value for key, value in run.data.tags.items() if not key.startswith("mlflow.")},
            "status": run.info.status,
            "history": [[point.step, point.value] for point in history],
            "zeroSteps": [point.value for point in client.get_metric_history(plain.info.run_id, "loss")],
            "batch": len(client.get_metric_history(plain.info.run_id, "batch")),
            "found": [one.info.run_name for one in found],
            "deleted": plain.info.run_id not in [one.info.run_id for one in remaining],
            "artifacts": [[one.path, one.is_dir, one.file_size] for one in client.list_artifacts(best.info.run_id)],
            "folder": [one.path for one in client.list_artifacts(best.info.run_id, "all/plots")],
            "downloaded": downloaded,
            "labels": labels,
            "conflict": conflict,
            "missing": missing,
        }
    )
)
