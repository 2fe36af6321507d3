import { Checkbox, Group, Table, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { curveColor } from "../../chart/palette.ts";
import { Sparkline } from "../../chart/Sparkline.tsx";
import { formatMetric, formatPercentage } from "../../format/formatNumber.ts";
import { formatRelativeTime } from "../../format/formatTime.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";
import { formatSetting } from "../configuration/settings.ts";
import { RunDuration } from "./RunDuration.tsx";
import { RunProgress } from "./RunProgress.tsx";
import classes from "./RunRow.module.css";
import { RunStatusBadge } from "./RunStatusBadge.tsx";
import { runProgressFragment } from "./runProgressFragment.ts";

/** What changes while a run trains; subscribed to, and without createdAt (createCache.ts says why). */
export const runLiveFragment = graphql(
  `
  fragment RunLive on Run {
    id
    failureReason
    favourite
    tags
    ...RunProgress
    lossSeries: series(names: ["loss"], points: 60) {
      name
      lastValue
      values
    }
  }
`,
  [runProgressFragment],
);

export const runRowFragment = graphql(
  `
    fragment RunRow on Run {
      id
      number
      name
      recipe
      preset
      experiment {
        id
        name
      }
      createdAt
      dataset {
        id
        name
      }
      ...RunLive
    }
  `,
  [runLiveFragment],
);

interface RunRowProps {
  readonly run: FragmentOf<typeof runRowFragment>;
  readonly selected: boolean;
  readonly onSelect: (selected: boolean) => void;
  readonly showDataset: boolean;
  readonly now: number;
  /** Values of the columns that were chosen, in their order. */
  readonly chosen: readonly unknown[];
  /** Place within the list, from 0. */
  readonly index: number;
}

export function RunRow(props: RunRowProps) {
  const { run: reference, selected, onSelect, showDataset, now, chosen, index } = props;
  const run = readFragment(runRowFragment, reference);
  const live = readFragment(runLiveFragment, run);
  const router = useRouter();
  const loss = live.lossSeries[0];
  const href = `/runs/${run.id}`;
  return (
    <Table.Tr
      aria-rowindex={index + 2}
      className={classes.row ?? ""}
      data-selected={selected || undefined}
      onClick={(event) => {
        // A click anywhere opens the run, unless it was meant for a control or selects text.
        const control = (event.target as HTMLElement).closest("a, button, input, label");
        if (!control && window.getSelection()?.toString() === "") router.push(href);
      }}
    >
      <Table.Td w={36}>
        <Checkbox
          size="xs"
          aria-label={`Select ${run.name}`}
          checked={selected}
          onChange={(event) => onSelect(event.currentTarget.checked)}
        />
      </Table.Td>
      <Table.Td>
        <PageLink href={href} className={classes.name} title={run.name}>
          {live.favourite ? "★ " : ""}
          {run.name}
        </PageLink>
        <Text size="xs" c="dimmed" className={classes.about ?? ""}>
          #{run.number} ·{" "}
          {run.recipe ? `${run.recipe.toLowerCase()} · ${run.preset}` : (run.experiment?.name ?? "external")}
          {live.tags.length > 0 ? ` · ${live.tags.join(", ")}` : ""}
        </Text>
      </Table.Td>
      <Table.Td>
        <RunStatusBadge status={live.status} cancelRequested={live.cancelRequested} />
      </Table.Td>
      {showDataset ? (
        <Table.Td className={classes.dataset ?? ""}>
          {run.dataset ? (
            <PageLink href={`/datasets/${run.dataset.id}`} className={classes.link} title={run.dataset.name}>
              {run.dataset.name}
            </PageLink>
          ) : (
            "–"
          )}
        </Table.Td>
      ) : null}
      <Table.Td>
        <RunProgress status={live.status} step={live.step} totalSteps={live.totalSteps} width={48} />
      </Table.Td>
      <Table.Td>
        <Group gap={8} wrap="nowrap" justify="flex-end">
          <Sparkline values={loss?.values ?? []} color={curveColor(0)} width={60} />
          <span className={classes.number}>{formatMetric(loss?.lastValue)}</span>
        </Group>
      </Table.Td>
      <Table.Td ta="right" className="tabular">
        {formatPercentage(live.bestValue)}
      </Table.Td>
      <Table.Td className={classes.quiet ?? ""}>
        <RunDuration startedAt={live.startedAt} finishedAt={live.finishedAt} />
      </Table.Td>
      <Table.Td className={`${classes.quiet} ${classes.wideOnly}`}>{live.trainer?.name ?? "–"}</Table.Td>
      {chosen.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column's place is what it is known by
        <Table.Td key={index} ta="right" className="tabular">
          {typeof value === "number" ? formatMetric(value) : value === null ? "–" : formatSetting(value)}
        </Table.Td>
      ))}
      <Table.Td className={classes.quiet ?? ""} ta="right">
        {formatRelativeTime(run.createdAt, now)}
      </Table.Td>
    </Table.Tr>
  );
}
