import { memberOf } from "../../domain/access/memberOf.ts";
import { builder } from "../builder/builder.ts";

const LoggedModelStatus = builder.enumType("LoggedModelStatus", {
  description: "PENDING: its files are being sent. FAILED: they did not all arrive.",
  values: ["PENDING", "READY", "FAILED"] as const,
});

export const LoggedModel = builder.prismaNode("LoggedModel", {
  id: { field: "id" },
  description: "A folder of a run's artifacts that is a model, as MLflow's log_model makes one.",
  authScopes: (model) => ({ seesRun: model.runId }),
  findUnique: (id, context) => ({ id, run: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    name: t.exposeString("name"),
    path: t.exposeString("path", { description: "The folder within the run's artifacts." }),
    modelType: t.exposeString("modelType", {
      description: "What MLflow's client calls its type; empty where it did not say.",
    }),
    status: t.expose("status", { type: LoggedModelStatus }),
    step: t.exposeInt("step", { nullable: true }),
    parameters: t.expose("parameters", { type: "JSON" }),
    attributes: t.expose("attributes", { type: "JSON", description: "Key-value tags, as MLflow's clients set them." }),
    metrics: t.expose("metrics", { type: "JSON", description: "What was measured of it, as MLflow's clients log it." }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    run: t.relation("run"),
    modelVersions: t.relation("modelVersions", {
      description: "Versions of registered models that were made of it, newest first.",
      query: { orderBy: [{ createdAt: "desc" }, { id: "desc" }] },
    }),
  }),
});

builder.prismaObjectField("Run", "loggedModels", (t) =>
  t.relation("loggedModels", { description: "In the order they were logged.", query: { orderBy: { id: "asc" } } }),
);
