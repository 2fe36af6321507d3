import { z } from "zod";
import type { Services } from "../../services.ts";
import type { Actor } from "../access/actor.ts";
import { addWithinBound } from "../access/addWithinBound.ts";
import { ProjectAccess } from "../access/projectAccess.ts";
import { ConflictError, InvalidInputError } from "../errors/expectedErrors.ts";
import { parseInput } from "../errors/parseInput.ts";
import { withoutControls } from "../errors/withoutControls.ts";

const RULES_MAX = 100;

const inputSchema = z.object({
  projectId: z.string(),
  series: withoutControls(
    z.string().trim().min(1, "Name the series.").max(500, "A series' name has at most 500 characters."),
  ),
  comparison: z.enum(["ABOVE", "BELOW", "NOT_FINITE"]),
  value: z.number("The value is a number.").nullish(),
  points: z.number().int().min(1).max(1_000_000, "At most 1,000,000 points in a row.").nullish(),
});

/** What counts as divergence in a project, from now on; returns the rule's id. */
export async function createAlertRule(services: Services, actor: Actor, input: unknown): Promise<string> {
  const { projectId, series, comparison, value, points } = parseInput(inputSchema, input);
  await new ProjectAccess(services.prisma, actor).requireRole(projectId, "EDITOR", "project");
  if ((comparison === "NOT_FINITE") !== (value == null)) {
    throw new InvalidInputError("The comparisons above and below need a value; not finite takes none.", "value");
  }
  return addWithinBound(services.prisma, { projectId }, async (transaction) => {
    if ((await transaction.alertRule.count({ where: { projectId } })) >= RULES_MAX) {
      throw new ConflictError(`A project has at most ${RULES_MAX} rules. Delete one first.`);
    }
    const rule = await transaction.alertRule.create({
      data: { projectId, series, comparison, value: value ?? null, points: points ?? 1, createdById: actor.userId },
    });
    return rule.id;
  });
}

export async function deleteAlertRule(services: Services, actor: Actor, ruleId: string): Promise<void> {
  const rule = await services.prisma.alertRule.findUnique({ where: { id: ruleId } });
  await new ProjectAccess(services.prisma, actor).requireRole(rule?.projectId, "EDITOR", "rule");
  await services.prisma.$transaction([
    services.prisma.alertRuleState.deleteMany({ where: { ruleKey: ruleId } }),
    services.prisma.alertRule.deleteMany({ where: { id: ruleId } }),
  ]);
}
