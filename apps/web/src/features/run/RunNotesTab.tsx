"use client";

import { Button, Group, Paper, Stack, Switch, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { updateRunsMutation } from "./runUpkeep.ts";

export const runNotesFragment = graphql(`
  fragment RunNotes on Run {
    id
    name
    notes
    tags
    archived
    favourite
  }
`);

/** What people say of a run: its name, tags and notes, and whether it is a favourite or archived. */
export function RunNotesTab({ run: reference }: { run: FragmentOf<typeof runNotesFragment> }) {
  const run = readFragment(runNotesFragment, reference);
  const [state, updateRuns] = useGraphMutation(updateRunsMutation);
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  const [tags, setTags] = useState(run.tags);
  const changed = name.trim() !== run.name || notes !== run.notes || tags.join("\n") !== run.tags.join("\n");

  const update = async (change: object, done: string) => {
    const outcome = await updateRuns({ input: { ids: [run.id], ...change } });
    if (outcome.ok) notifyDone(done);
    else notifyFailed("Nothing was saved", outcome.message);
  };
  const save = () =>
    update(
      {
        name: name.trim(),
        notes,
        addTags: tags.filter((tag) => !run.tags.includes(tag)),
        removeTags: run.tags.filter((tag) => !tags.includes(tag)),
      },
      "Saved",
    );

  return (
    <Paper radius="lg" p="md" bg="var(--my-surface-raised)" maw={760}>
      <Stack gap="md">
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} maxLength={200} />
        <TagsInput label="Tags" value={tags} onChange={setTags} clearable />
        <Textarea
          label="Notes"
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
          autosize
          minRows={6}
          placeholder="What you tried and how it turned out"
        />
        <Group justify="space-between">
          <Group gap="lg">
            <Switch
              label="Favourite"
              checked={run.favourite}
              onChange={(event) => update({ favourite: event.currentTarget.checked }, "Saved")}
            />
            <Switch
              label="Archived"
              checked={run.archived}
              onChange={(event) => update({ archived: event.currentTarget.checked }, "Saved")}
            />
          </Group>
          <Button onClick={save} disabled={!changed || name.trim() === ""} loading={state.fetching}>
            Save
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          Only you see your favourites. Archived runs are hidden from tables unless you filter for them.
        </Text>
      </Stack>
    </Paper>
  );
}
