"""What a person does with MLflow's client and models, against the server that MLFLOW_TRACKING_URI names; prints what it saw as JSON.

mlflow-skinny 3.4.0 with numpy, pandas and scikit-learn. apps/api/src/mlflow/mlflowClient.test.ts runs it.
"""

import json
import math
import os
import tempfile

import mlflow
import pandas as pd
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient
from sklearn.linear_model import LinearRegression


class Doubling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[int]) -> list[int]:
        return [2 * value for value in model_input]


class Tripling(mlflow.pyfunc.PythonModel):
    def predict(self, context, model_input: list[int]) -> list[int]:
        return [3 * value for value in model_input]


def error_code(action):
    try:
        action()
    except MlflowException as error:
        return [error.error_code, error.message]
    return ["", ""]


client = MlflowClient()
mlflow.set_experiment("models from python")

with mlflow.start_run(run_name="two models") as run:
    mlflow.log_param("factor", 2)
    mlflow.log_metric("score", 0.5, step=0)
    mlflow.log_metric("score", math.inf, step=1)
    doubling = mlflow.pyfunc.log_model(name="multiplier", python_model=Doubling(), registered_model_name="multiplier")
    # The same name once more in one run: both stay.
    tripling = mlflow.pyfunc.log_model(name="multiplier", python_model=Tripling(), registered_model_name="multiplier", step=1)
    mlflow.log_metric("accuracy", 0.75, model_id=tripling.model_id)
    mlflow.log_input(mlflow.data.from_pandas(pd.DataFrame({"x": [1, 2]}), name="numbers"), context="training")

frame = pd.DataFrame({"x": [1.0, 2.0, 3.0]})
with mlflow.start_run(run_name="regression") as regression_run:
    mlflow.sklearn.log_model(LinearRegression().fit(frame, [10.0, 20.0, 30.0]), name="regression", input_example=frame)

# Outside of any run.
alone = mlflow.pyfunc.log_model(name="alone", python_model=Doubling())

client.set_registered_model_alias("multiplier", "production", "1")
client.set_registered_model_alias("multiplier", "Challenger", "2")
by_alias = mlflow.pyfunc.load_model("models:/multiplier@production")
by_version = mlflow.pyfunc.load_model("models:/multiplier/2")
by_run = mlflow.sklearn.load_model(f"runs:/{regression_run.info.run_id}/regression")
alone_run = client.get_run(client.get_logged_model(alone.model_id).source_run_id)
by_id = mlflow.pyfunc.load_model(alone.model_uri)

from_run = mlflow.register_model(f"runs:/{regression_run.info.run_id}/regression", "regression")
client.update_registered_model("multiplier", description="multiplies")
client.update_model_version("multiplier", "1", description="by two")
client.set_registered_model_tag("multiplier", "team", "a")
client.set_model_version_tag("multiplier", "1", "checked", "yes")
client.delete_model_version_tag("multiplier", "1", "checked")
client.set_model_version_tag("multiplier", "1", "reviewed", "yes")
client.set_logged_model_tags(tripling.model_id, {"kind": "odd", "gone": "soon"})
client.delete_logged_model_tag(tripling.model_id, "gone")
client.rename_registered_model("regression", "line")

registered = client.get_registered_model("multiplier")
first = client.get_model_version("multiplier", "1")
experiment = mlflow.get_experiment_by_name("models from python")
logged = client.get_logged_model(tripling.model_id)
seen_run = client.get_run(run.info.run_id)
with tempfile.TemporaryDirectory() as folder:
    files = mlflow.artifacts.download_artifacts("models:/multiplier@production", dst_path=folder)
    downloaded = sorted(os.listdir(files))

before_delete = [one.version for one in client.search_model_versions("name = 'line'")]
client.delete_registered_model_alias("multiplier", "Challenger")
client.delete_model_version("multiplier", "2")
deleted_id = alone.model_id
client.delete_logged_model(deleted_id)

print(
    json.dumps(
        {
            "production": by_alias.predict([1, 2]),
            "second": by_version.predict([1, 2]),
            "regression": [round(float(value), 6) for value in by_run.predict(frame)],
            "alone": by_id.predict([4]),
            "aloneRun": [alone_run.info.run_name, alone_run.info.status],
            "fromRun": [from_run.name, from_run.version, from_run.run_id == regression_run.info.run_id],
            "registered": {
                "description": registered.description,
                "tags": registered.tags,
                "aliases": dict(registered.aliases),
                "latest": [one.version for one in registered.latest_versions],
            },
            "first": {
                "description": first.description,
                "tags": first.tags,
                "aliases": list(first.aliases),
                "run": first.run_id == run.info.run_id,
                "model": first.source == f"models:/{doubling.model_id}",
                "status": first.status,
            },
            "logged": {
                "status": str(logged.status),
                "tags": {key: value for key, value in logged.tags.items() if not key.startswith("mlflow.")},
                "params": logged.params,
                "metrics": [[metric.key, str(metric.value), metric.step] for metric in logged.metrics],
                "run": logged.source_run_id == run.info.run_id,
            },
            "outputs": [[one.model_id == doubling.model_id, one.step] for one in seen_run.outputs.model_outputs],
            "inputs": [one.dataset.name for one in seen_run.inputs.dataset_inputs],
            # Said once more of each model, kept once in the run.
            "scores": [[point.step, str(point.value)] for point in client.get_metric_history(run.info.run_id, "score")],
            "accuracy": [point.value for point in client.get_metric_history(run.info.run_id, "accuracy")],
            "found": [
                one.name
                for one in client.search_logged_models(
                    [experiment.experiment_id],
                    filter_string="metrics.accuracy > 0.7 AND tags.kind = 'odd'",
                    order_by=[{"field_name": "creation_timestamp", "ascending": False}],
                )
            ],
            "names": sorted(one.name for one in client.search_registered_models()),
            "tagged": [one.name for one in client.search_registered_models("tags.team = 'a'")],
            "lines": before_delete,
            "versionsLeft": [one.version for one in client.search_model_versions("name = 'multiplier'")],
            "downloaded": downloaded,
            "modelFiles": sorted(one.path for one in client.list_logged_model_artifacts(doubling.model_id)),
            "runFiles": sorted(one.path for one in client.list_artifacts(run.info.run_id, "multiplier")),
            "deleted": error_code(lambda: client.get_logged_model(deleted_id))[0],
            "taken": error_code(lambda: client.create_registered_model("multiplier"))[0],
            "missing": error_code(lambda: client.get_model_version_by_alias("multiplier", "none"))[0],
            "elsewhere": error_code(lambda: client.create_model_version("multiplier", "s3://bucket/model"))[0],
            "stages": error_code(lambda: client.transition_model_version_stage("multiplier", "1", "Production")),
            "removal": error_code(lambda: client.delete_registered_model("multiplier")),
            "prompts": error_code(
                lambda: client.create_registered_model("greeting", tags={"mlflow.prompt.is_prompt": "true"})
            )[0],
            "traces": error_code(lambda: client.search_traces(experiment_ids=[experiment.experiment_id]))[0],
        }
    )
)
