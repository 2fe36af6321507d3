import { memberOf } from "../../domain/access/memberOf.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";

export const RunArtifact = builder.prismaNode("RunArtifact", {
  id: { field: "id" },
  description: "A file that a program logged beside its run, as MLflow's log_artifact does.",
  authScopes: (artifact) => ({ seesRun: artifact.runId }),
  findUnique: (id, context) => ({ id, run: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    path: t.exposeString("path", { description: 'Relative, with "/" between folders.' }),
    sha256: t.exposeString("blobSha256"),
    bytes: t.float({ resolve: (artifact) => Number(artifact.bytes) }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    run: t.relation("run"),
    url: t.string({
      description: "Path of the file on this server.",
      resolve: (artifact) => `/files/artifacts/${encodeGlobalId("RunArtifact", artifact.id)}`,
    }),
  }),
});

builder.prismaObjectField("Run", "artifacts", (t) =>
  t.relation("artifacts", { description: "By path.", query: { orderBy: { path: "asc" } } }),
);
