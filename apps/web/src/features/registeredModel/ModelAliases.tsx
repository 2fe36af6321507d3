"use client";

import { Button, Group, Paper, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { AliasMoves, aliasMoveFragment } from "./AliasMoves.tsx";
import { NewAliasForm } from "./NewAliasForm.tsx";

export const modelAliasesFragment = graphql(
  `
    fragment ModelAliases on RegisteredModel {
      id
      aliases {
        name
        movedAt
        movedBy {
          id
          name
        }
        version {
          id
          number
        }
      }
      aliasMoves {
        ...AliasMove
      }
      versions {
        id
        number
        archived
      }
    }
  `,
  [aliasMoveFragment],
);

/** Points an alias at a version or removes it. Everything that an alias is shown in comes back with it. */
const moveModelAliasMutation = graphql(
  `
    mutation MoveModelAlias($input: MoveModelAliasInput!) {
      moveModelAlias(input: $input) {
        __typename
        ... on MoveModelAliasSuccess {
          data {
            id
            versions {
              id
              aliases
            }
            ...ModelAliases
          }
        }
        ... on Error {
          message
          code
        }
      }
    }
  `,
  [modelAliasesFragment],
);

interface ModelAliasesProps {
  readonly model: FragmentOf<typeof modelAliasesFragment>;
  readonly mayMove: boolean;
  /** Somebody else moved an alias first: what is shown is old. */
  readonly onConflict: () => void;
}

/** What each alias points at, who moved it when, and the moves so far. */
export function ModelAliases({ model: reference, mayMove, onConflict }: ModelAliasesProps) {
  const { id, aliases, aliasMoves, versions } = readFragment(modelAliasesFragment, reference);
  const [state, moveAlias] = useGraphMutation(moveModelAliasMutation);
  const [historyShown, setHistoryShown] = useState(false);
  const now = useNow(30_000);
  const choices = versions
    .filter(({ archived }) => !archived)
    .map(({ number }) => ({ value: String(number), label: `v${number}` }));

  const move = async (alias: string, version: number | null, expectedVersion: number) => {
    const outcome = await moveAlias({ input: { modelId: id, alias, version, expectedVersion } });
    if (outcome.ok) notifyDone(version === null ? `${alias} was removed` : `${alias} now points to v${version}`);
    else notifyFailed(`${alias} was not moved`, outcome.message);
    if (!outcome.ok && outcome.code === "CONFLICT") onConflict();
    return outcome.ok;
  };

  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Aliases</Title>
        {aliasMoves.length > 0 ? (
          <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setHistoryShown(!historyShown)}>
            {historyShown ? "Hide history" : "Show history"}
          </Button>
        ) : null}
      </Group>
      <Paper radius="lg" bg="var(--my-surface-raised)" p="md">
        <Stack gap="sm">
          {aliases.length === 0 ? (
            <Text size="sm" c="dimmed">
              No aliases yet. A program that loads an alias gets the version it points to, and gets the new version once
              you move the alias.
            </Text>
          ) : null}
          {aliases.map(({ name, version, movedAt, movedBy }) => (
            <Group key={name} gap="sm">
              <Text fw={500} size="sm" w={140} truncate>
                {name}
              </Text>
              <Select
                aria-label={`Version of ${name}`}
                size="xs"
                w={100}
                data={choices}
                value={String(version.number)}
                allowDeselect={false}
                disabled={!mayMove || state.fetching}
                onChange={(value) => value !== null && move(name, Number(value), version.number)}
              />
              <Text size="xs" c="dimmed" title={formatDateTime(movedAt)}>
                {movedBy?.name ?? "Somebody"}, {formatRelativeTime(movedAt, now)}
              </Text>
              {mayMove ? (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  aria-label={`Remove ${name}`}
                  onClick={() => move(name, null, version.number)}
                >
                  Remove
                </Button>
              ) : null}
            </Group>
          ))}
          {mayMove && choices.length > 0 ? (
            <NewAliasForm choices={choices} onCreate={(alias, version) => move(alias, version, 0)} />
          ) : null}
        </Stack>
      </Paper>
      {historyShown ? <AliasMoves moves={aliasMoves} /> : null}
    </section>
  );
}
