import { memberOf } from "../../domain/access/memberOf.ts";
import { signedInActor } from "../../domain/access/signedInActor.ts";
import { createAlertRule, deleteAlertRule } from "../../domain/alert/alertRules.ts";
import { encodeGlobalId } from "../../domain/ids/globalId.ts";
import { atLeastId } from "../builder/atLeastId.ts";
import { builder } from "../builder/builder.ts";

const AlertComparison = builder.enumType("AlertComparison", {
  values: ["NOT_FINITE", "ABOVE", "BELOW"] as const,
});

export const AlertRule = builder.prismaNode("AlertRule", {
  id: { field: "id" },
  description:
    "A run of the project has diverged when the values of a series compare so for so many points in a row. That a loss is not finite is told without a rule.",
  authScopes: (rule) => ({ seesProject: rule.projectId }),
  findUnique: (id, context) => ({ id, project: memberOf(context.actor) }),
  fields: (t) => ({
    series: t.exposeString("series"),
    comparison: t.expose("comparison", { type: AlertComparison }),
    value: t.exposeFloat("value", { nullable: true, description: "Of ABOVE and BELOW." }),
    points: t.exposeInt("points"),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    createdBy: t.relation("createdBy", { nullable: true }),
    project: t.relation("project"),
  }),
});

const CreateAlertRuleInput = builder.inputType("CreateAlertRuleInput", {
  fields: (t) => ({
    projectId: t.globalID({ required: true }),
    series: t.string({ required: true }),
    comparison: t.field({ type: AlertComparison, required: true }),
    value: t.float({ description: "Of ABOVE and BELOW." }),
    points: t.int({ description: "So many in a row; 1 when absent." }),
  }),
});

const DeleteAlertRuleInput = builder.inputType("DeleteAlertRuleInput", {
  fields: (t) => ({ id: t.globalID({ required: true, for: AlertRule }) }),
});

builder.queryField("alertRules", (t) =>
  t.prismaField({
    type: [AlertRule],
    description: "Of the viewer's projects, or of one, oldest first.",
    args: { projectId: t.arg.globalID() },
    resolve: (query, _root, { projectId }, context) =>
      context.prisma.alertRule.findMany({
        ...query,
        where: { project: memberOf(context.actor), ...(projectId == null ? {} : { projectId: projectId.id }) },
        orderBy: { id: "asc" },
      }),
  }),
);

builder.mutationFields((t) => ({
  createAlertRule: t.prismaField({
    type: AlertRule,
    errors: {},
    args: { input: t.arg({ type: CreateAlertRuleInput, required: true }) },
    resolve: async (query, _root, { input }, context) => {
      const id = await createAlertRule(context, signedInActor(context), { ...input, projectId: input.projectId.id });
      return context.prisma.alertRule.findUniqueOrThrow({ ...atLeastId(query), where: { id } });
    },
  }),
  deleteAlertRule: t.field({
    type: "ID",
    description: "The data is the id.",
    errors: {},
    args: { input: t.arg({ type: DeleteAlertRuleInput, required: true }) },
    resolve: async (_root, { input }, context) => {
      await deleteAlertRule(context, signedInActor(context), input.id.id);
      return encodeGlobalId("AlertRule", input.id.id);
    },
  }),
}));
