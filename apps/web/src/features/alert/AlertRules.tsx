"use client";

import { ActionIcon, Button, Group, NumberInput, Paper, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { notifyFailed } from "../../feedback/notify.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { describeRule } from "./alertEvents.ts";

export const alertRuleFragment = graphql(`
  fragment AlertRuleRow on AlertRule {
    id
    series
    comparison
    value
    points
  }
`);

const createAlertRuleMutation = graphql(`
  mutation CreateAlertRule($input: CreateAlertRuleInput!) {
    createAlertRule(input: $input) {
      __typename
      ... on CreateAlertRuleSuccess {
        data {
          id
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const deleteAlertRuleMutation = graphql(`
  mutation DeleteAlertRule($input: DeleteAlertRuleInput!) {
    deleteAlertRule(input: $input) {
      __typename
      ... on DeleteAlertRuleSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

interface AlertRulesProps {
  readonly project: { readonly id: string; readonly viewerRole: "VIEWER" | "EDITOR" | "OWNER" };
  readonly rules: readonly FragmentOf<typeof alertRuleFragment>[];
  readonly onChanged: () => void;
}

/** By what a run of the project has diverged, beside a loss that is not finite. */
export function AlertRules({ project, rules, onChanged }: AlertRulesProps) {
  const [, deleteRule] = useGraphMutation(deleteAlertRuleMutation);
  const mayChange = project.viewerRole !== "VIEWER";
  const remove = async (id: string) => {
    const outcome = await deleteRule({ input: { id } });
    if (outcome.ok) onChanged();
    else notifyFailed("The rule was not deleted", outcome.message);
  };
  return (
    <Paper radius="lg" bg="var(--my-surface-raised)" p="md" mt="sm">
      <Stack gap="xs">
        <Text size="sm" fw={500}>
          A run counts as diverged when
        </Text>
        <Text size="sm" c="dimmed">
          its loss is not finite
        </Text>
        {readFragment(alertRuleFragment, rules).map((rule) => (
          <Group key={rule.id} gap="xs">
            <Text size="sm">{describeRule(rule)}</Text>
            {mayChange ? (
              <ActionIcon size="sm" aria-label={`Delete: ${describeRule(rule)}`} onClick={() => remove(rule.id)}>
                <IconTrash size={14} />
              </ActionIcon>
            ) : null}
          </Group>
        ))}
        {mayChange ? <NewRule projectId={project.id} onCreated={onChanged} /> : null}
      </Stack>
    </Paper>
  );
}

const COMPARISONS = [
  { value: "ABOVE", label: "is above" },
  { value: "BELOW", label: "is below" },
  { value: "NOT_FINITE", label: "is not finite" },
] as const;
type Comparison = (typeof COMPARISONS)[number]["value"];

function NewRule({ projectId, onCreated }: { projectId: string; onCreated: () => void }) {
  const [state, createRule] = useGraphMutation(createAlertRuleMutation);
  const [series, setSeries] = useState("");
  const [comparison, setComparison] = useState<Comparison>("ABOVE");
  const [value, setValue] = useState<number | string>("");
  const [points, setPoints] = useState<number | string>(1);
  const needsValue = comparison !== "NOT_FINITE";
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await createRule({
      input: {
        projectId,
        series: series.trim(),
        comparison,
        value: needsValue ? Number(value) : null,
        points: Number(points),
      },
    });
    if (!outcome.ok) {
      notifyFailed("The rule was not added", outcome.message);
      return;
    }
    setSeries("");
    onCreated();
  };
  return (
    <form onSubmit={create}>
      <Group gap="xs">
        <TextInput
          aria-label="Series"
          placeholder="loss/mask"
          size="xs"
          w={160}
          value={series}
          onChange={(event) => setSeries(event.currentTarget.value)}
        />
        <Select
          aria-label="Comparison"
          size="xs"
          w={120}
          data={COMPARISONS}
          value={comparison}
          allowDeselect={false}
          onChange={(chosen) => setComparison((chosen as Comparison | null) ?? "ABOVE")}
        />
        {needsValue ? (
          <NumberInput aria-label="Value" size="xs" w={90} hideControls value={value} onChange={setValue} />
        ) : null}
        <Text size="xs" c="dimmed">
          for
        </Text>
        <NumberInput aria-label="Points in a row" size="xs" w={70} min={1} value={points} onChange={setPoints} />
        <Text size="xs" c="dimmed">
          points in a row
        </Text>
        <Button
          size="xs"
          variant="default"
          type="submit"
          loading={state.fetching}
          disabled={series.trim() === "" || (needsValue && value === "") || points === ""}
        >
          Add rule
        </Button>
      </Group>
    </form>
  );
}
