import { atField } from "../../domain/run/atField.ts";
import type { RunFilter } from "../../domain/run/runFilterSql.ts";
import { readRunFilter } from "../../domain/runFilter/readRunFilter.ts";
import { builder } from "../builder/builder.ts";
import type { GraphContext } from "../builder/context.ts";
import { RunConditionInput } from "./runColumnInput.ts";
import { RunStatus } from "./runEnums.ts";
import { RunGroupMemberInput } from "./runGroupingInput.ts";

/** Which runs: the arguments of the table, and of its groups. */
export const runFilterArgs = builder.args((t) => ({
  datasetId: t.globalID({ for: "Dataset" }),
  status: t.field({ type: [RunStatus] }),
  search: t.string({ description: "Looks into names, groups, notes, tags and numbers." }),
  filter: t.string({
    description:
      "Conditions on settings, metrics, tags and fields, for example `batch = 8 and (lr > 0.02 or best(val/segm/AP) > 0.4)`. What cannot be read is an error with its place.",
  }),
  where: t.field({
    type: [RunConditionInput],
    description: "Conditions on metrics, settings and fields; all must hold.",
    deprecationReason: "`filter` says more.",
  }),
  experimentId: t.globalID(),
  sweepId: t.globalID(),
  group: t.string({ description: "Only runs of exactly this group." }),
  memberOf: t.field({ type: RunGroupMemberInput, description: "Only the runs that `runGroups` counts under a key." }),
  favourite: t.boolean({ defaultValue: false, description: "Only the viewer's favourites." }),
  archived: t.boolean({ defaultValue: false, description: "Archived runs instead of the others." }),
}));

/** As their values come to a resolver. */
interface RunFilterArguments {
  readonly datasetId?: { readonly id: string } | null | undefined;
  readonly status?: RunFilter["status"] | null;
  readonly search?: string | null | undefined;
  readonly filter?: string | null | undefined;
  readonly where?: RunFilter["where"] | null;
  readonly experimentId?: { readonly id: string } | null | undefined;
  readonly sweepId?: { readonly id: string } | null | undefined;
  readonly group?: string | null | undefined;
  readonly memberOf?: RunFilter["memberOf"] | null;
  readonly favourite?: boolean | null | undefined;
  readonly archived?: boolean | null | undefined;
}

export async function runFilterOf(args: RunFilterArguments, context: GraphContext): Promise<RunFilter> {
  return {
    filter:
      args.filter == null ? undefined : ((await atField("filter", readRunFilter(context, args.filter))) ?? undefined),
    datasetId: args.datasetId?.id,
    status: args.status ?? undefined,
    search: args.search ?? undefined,
    archived: args.archived ?? false,
    experimentId: args.experimentId?.id,
    sweepId: args.sweepId?.id,
    group: args.group ?? undefined,
    memberOf: args.memberOf ?? undefined,
    favouriteOf: args.favourite ? (context.actor?.userId ?? "") : undefined,
    where: args.where ?? undefined,
  };
}
