import { Alert, List, Text } from "@mantine/core";
import { differencesFromSource } from "./cloneSource.ts";
import type { LaunchDraft } from "./useLaunchDraft.ts";

/** What the clone will have other than the run it is of. */
export function CloneDifferences({ draft }: { draft: LaunchDraft }) {
  const { source, choice, edited, weights } = draft;
  if (source === null) return null;
  const differences = differencesFromSource(source, choice, edited, weights);
  return (
    <Alert
      color={differences.length === 0 ? "gray" : "iris"}
      mb="xs"
      title={`Compared with run #${source.number}, ${source.name}`}
    >
      {differences.length === 0 ? (
        <Text size="sm">Nothing has changed. The same training will be queued again.</Text>
      ) : (
        <List size="sm">
          {differences.map(({ name, from, to }) => (
            <List.Item key={name}>
              <b>{name}</b>: {from} → {to}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
