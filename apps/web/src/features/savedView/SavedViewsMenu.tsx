"use client";

import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { IconBookmark, IconTrash } from "@tabler/icons-react";
import { usePathname } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import classes from "./SavedViewsMenu.module.css";

const savedViewsQuery = graphql(`
  query SavedViews($page: SavedViewPage!) {
    viewer {
      id
      savedViews(page: $page) {
        id
        name
        query
      }
    }
  }
`);

const saveViewMutation = graphql(`
  mutation SaveView($input: SaveViewInput!) {
    saveView(input: $input) {
      __typename
      ... on SaveViewSuccess {
        data {
          id
          name
          query
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const deleteSavedViewMutation = graphql(`
  mutation DeleteSavedView($input: DeleteSavedViewInput!) {
    deleteSavedView(input: $input) {
      __typename
      ... on DeleteSavedViewSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** The page's views that were saved under a name: one is a click away, and what the page shows now is saved as another. */
export function SavedViewsMenu({ page }: { page: "RUNS" | "COMPARE" }) {
  const pathname = usePathname();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState("");
  const [{ data }] = useQuery({ query: savedViewsQuery, variables: { page }, pause: !opened });
  const [saving, saveView] = useGraphMutation(saveViewMutation);
  const [, deleteView] = useGraphMutation(deleteSavedViewMutation);
  const views = data?.viewer?.savedViews ?? [];

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const query = window.location.search.replace(/^\?/, "");
    const outcome = await saveView({ input: { page, name, query } });
    if (!outcome.ok) return notifyFailed("The view was not saved", outcome.message);
    setName("");
    notifyDone(`View ${outcome.data.name} was saved`);
  };
  const show = (query: string) => {
    setOpened(false);
    window.history.pushState(null, "", query === "" ? pathname : `${pathname}?${query}`);
  };
  const remove = async (id: string) => {
    const outcome = await deleteView({ input: { id } });
    if (!outcome.ok) notifyFailed("The view was not deleted", outcome.message);
  };

  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" px="sm" leftSection={<IconBookmark size={16} />} onClick={() => setOpened(!opened)}>
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {views.length === 0 ? (
            <Text size="sm" c="dimmed">
              No saved views yet. The page address also keeps the view, so you can share it as a link.
            </Text>
          ) : (
            <ul className={classes.list}>
              {views.map((view) => (
                <li key={view.id} className={classes.item}>
                  <UnstyledButton className={classes.show ?? ""} onClick={() => show(view.query)}>
                    {view.name}
                  </UnstyledButton>
                  <ActionIcon size="sm" aria-label={`Delete the view ${view.name}`} onClick={() => remove(view.id)}>
                    <IconTrash size={14} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          <form onSubmit={save}>
            <Group gap="xs" wrap="nowrap">
              <TextInput
                aria-label="Name of the view"
                placeholder="Save this view as"
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
                maxLength={100}
                style={{ flex: 1 }}
              />
              <Button type="submit" disabled={name.trim() === ""} loading={saving.fetching}>
                Save
              </Button>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
