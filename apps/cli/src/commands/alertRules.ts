import { usageError } from "../errors/CliError.ts";
import type { CommonOptions } from "../input/addCommand.ts";
import { printJson } from "../output/printJson.ts";
import { printLine } from "../output/printLine.ts";
import { printTable } from "../output/printTable.ts";
import { connect } from "../server/connect.ts";
import { dataOf, ERROR_FIELDS, type MutationResult } from "../server/dataOf.ts";
import { findProject } from "../server/findProject.ts";
import { graphql } from "../server/graphql.ts";

const RULES = graphql`query AlertRules {
  projects { id slug }
  alertRules { id series comparison value points project { slug } }
}`;
const CREATE = graphql`mutation CreateAlertRule($input: CreateAlertRuleInput!) {
  createAlertRule(input: $input) {
    ${ERROR_FIELDS}
    ... on CreateAlertRuleSuccess { data { id series comparison value points } }
  }
}`;
const DELETE = graphql`mutation DeleteAlertRule($input: DeleteAlertRuleInput!) {
  deleteAlertRule(input: $input) { ${ERROR_FIELDS} ... on DeleteAlertRuleSuccess { data } }
}`;

interface RuleNode {
  readonly id: string;
  readonly series: string;
  readonly comparison: string;
  readonly value: number | null;
  readonly points: number;
}

const COMPARISONS: Readonly<Record<string, string>> = { above: "ABOVE", below: "BELOW", "not-finite": "NOT_FINITE" };

export async function listRules(options: CommonOptions): Promise<void> {
  const client = await connect();
  const { alertRules } = await client.request<{ alertRules: (RuleNode & { project: { slug: string } })[] }>(RULES);
  if (options.json) return printJson(alertRules);
  printTable(
    ["RULE", "PROJECT", "ID"],
    alertRules.map((rule) => [describe(rule), rule.project.slug, rule.id]),
  );
}

export async function addRule(
  series: string,
  comparisonText: string,
  valueText: string | undefined,
  options: CommonOptions & { readonly points?: number; readonly project?: string },
): Promise<void> {
  const comparison = COMPARISONS[comparisonText];
  const value = valueText === undefined ? null : Number(valueText);
  if (comparison === undefined) {
    throw usageError(`A series is above or below a value, or not-finite; got ${JSON.stringify(comparisonText)}.`);
  }
  if (value !== null && !Number.isFinite(value)) throw usageError(`${JSON.stringify(valueText)} is no number.`);
  const client = await connect();
  const { projects } = await client.request<{ projects: { id: string; slug: string }[] }>(RULES);
  const input = {
    projectId: findProject(projects, options.project).id,
    series,
    comparison,
    value,
    points: options.points ?? null,
  };
  const { createAlertRule } = await client.request<{ createAlertRule: MutationResult<RuleNode> }>(CREATE, { input });
  const rule = dataOf(createAlertRule);
  if (options.json) return printJson(rule);
  printLine(`A run counts as diverged when ${describe(rule)}.`);
}

export async function removeRule(id: string, options: CommonOptions): Promise<void> {
  const client = await connect();
  const { deleteAlertRule } = await client.request<{ deleteAlertRule: MutationResult<string> }>(DELETE, {
    input: { id },
  });
  dataOf(deleteAlertRule);
  if (options.json) return printJson({ id });
  printLine("Deleted the rule.");
}

function describe({ series, comparison, value, points }: RuleNode): string {
  const what = comparison === "NOT_FINITE" ? "is not finite" : `is ${comparison.toLowerCase()} ${value}`;
  return `${series} ${what}${points === 1 ? "" : ` for ${points} points in a row`}`;
}
