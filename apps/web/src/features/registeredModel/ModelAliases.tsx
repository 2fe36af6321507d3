"use client";

import { Button, Group, Paper, Select, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { formatDateTime, formatRelativeTime } from "../../format/formatTime.ts";
import { useNow } from "../../format/useNow.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { mutationOutcome } from "../../graph/mutationOutcome.ts";

export const modelAliasesFragment = graphql(`
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
      alias
      fromVersion
      toVersion
      movedAt
      movedBy {
        id
        name
      }
    }
    versions {
      id
      number
      archived
    }
  }
`);

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
  const [state, moveAlias] = useMutation(moveModelAliasMutation);
  const [historyShown, setHistoryShown] = useState(false);
  const now = useNow(30_000);
  const choices = versions
    .filter(({ archived }) => !archived)
    .map(({ number }) => ({ value: String(number), label: `v${number}` }));

  const move = async (alias: string, version: number | null, expectedVersion: number) => {
    const { data, error } = await moveAlias({ input: { modelId: id, alias, version, expectedVersion } });
    const outcome = mutationOutcome(data?.moveModelAlias, error);
    if (outcome.ok) notifyDone(version === null ? `${alias} is gone` : `${alias} points at v${version}`);
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
            {historyShown ? "Hide the moves" : "Show the moves"}
          </Button>
        ) : null}
      </Group>
      <Paper radius="lg" bg="var(--my-surface-raised)" p="md">
        <Stack gap="sm">
          {aliases.length === 0 ? (
            <Text size="sm" c="dimmed">
              No alias yet. Programs that ask for an alias get the version it points at, and follow when it is moved.
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
            <NewAlias choices={choices} onCreate={(alias, version) => move(alias, version, 0)} />
          ) : null}
        </Stack>
      </Paper>
      {historyShown ? (
        <Paper radius="lg" bg="var(--my-surface-raised)" mt="sm" style={{ overflowX: "auto" }}>
          <Table fz="sm" className="tabular" aria-label="Moves of the aliases">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>When</Table.Th>
                <Table.Th>Alias</Table.Th>
                <Table.Th>From</Table.Th>
                <Table.Th>To</Table.Th>
                <Table.Th>By</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {aliasMoves.map((one) => (
                <Table.Tr key={`${one.alias} ${one.movedAt}`}>
                  <Table.Td>{formatDateTime(one.movedAt)}</Table.Td>
                  <Table.Td>{one.alias}</Table.Td>
                  <Table.Td>{versionLabel(one.fromVersion)}</Table.Td>
                  <Table.Td>{versionLabel(one.toVersion)}</Table.Td>
                  <Table.Td>{one.movedBy?.name ?? "–"}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Paper>
      ) : null}
    </section>
  );
}

function versionLabel(number: number | null): string {
  return number === null ? "–" : `v${number}`;
}

interface NewAliasProps {
  readonly choices: { value: string; label: string }[];
  /** Whether it was done. */
  readonly onCreate: (alias: string, version: number) => Promise<boolean>;
}

function NewAlias({ choices, onCreate }: NewAliasProps) {
  const [alias, setAlias] = useState("");
  const [version, setVersion] = useState(choices[0]?.value ?? null);
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (version !== null && (await onCreate(alias.trim(), Number(version)))) setAlias("");
  };
  return (
    <form onSubmit={create}>
      <Group gap="sm">
        <TextInput
          aria-label="New alias"
          placeholder="production"
          size="xs"
          w={140}
          value={alias}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
        <Select
          aria-label="Version of the new alias"
          size="xs"
          w={100}
          data={choices}
          value={version}
          onChange={setVersion}
          allowDeselect={false}
        />
        <Button size="xs" variant="default" type="submit" disabled={alias.trim() === "" || version === null}>
          Add alias
        </Button>
      </Group>
    </form>
  );
}
