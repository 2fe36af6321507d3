import { memberOf } from "../../domain/access/memberOf.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { builder } from "../builder/builder.ts";

export const Checkpoint = builder.prismaNode("Checkpoint", {
  id: { field: "id" },
  description: "Weights and configuration after a step, as safetensors under torchvision's names.",
  authScopes: (checkpoint) => ({ seesRun: checkpoint.runId }),
  findUnique: (id, context) => ({ id, run: { project: memberOf(context.actor) } }),
  fields: (t) => ({
    step: t.exposeInt("step"),
    epoch: t.exposeInt("epoch"),
    sha256: t.exposeString("blobSha256"),
    bytes: t.float({ resolve: (checkpoint) => Number(checkpoint.bytes) }),
    best: t.exposeBoolean("best"),
    pinned: t.exposeBoolean("pinned", { description: "Kept by hand, however many newer ones there are." }),
    metrics: t.expose("metrics", { type: "JSON" }),
    run: t.relation("run"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    url: t.string({
      description: "Path of the file on this server.",
      resolve: (checkpoint) => `/files/checkpoints/${encodeGlobalId("Checkpoint", checkpoint.id)}`,
    }),
    evaluation: t.prismaField({
      type: "Evaluation",
      nullable: true,
      select: { evaluations: { orderBy: { id: "desc" }, take: 1 } },
      resolve: (query, checkpoint, _args, context) => {
        const evaluation = checkpoint.evaluations[0];
        return evaluation === undefined
          ? null
          : context.prisma.evaluation.findUnique({ ...query, where: { id: evaluation.id } });
      },
    }),
  }),
});
