"use client";

import { ActionIcon, Button, Popover, TextInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconTagPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const createCategoryMutation = graphql(`
  mutation CreateCategory($input: CreateCategoryInput!) {
    createCategory(input: $input) {
      __typename
      ... on CreateCategorySuccess {
        data {
          id
          name
          color
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

/** Adds a class to the dataset; the server gives it a colour. */
export function NewCategoryButton({ datasetId, onCreated }: { datasetId: string; onCreated: (id: string) => void }) {
  const [opened, popover] = useDisclosure(false);
  const [state, createCategory] = useGraphMutation(createCategoryMutation);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    const outcome = await createCategory({ input: { datasetId, name: name.trim() } });
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    onCreated(outcome.data.id);
    setName("");
    setProblem(null);
    popover.close();
  };

  return (
    <Popover opened={opened} onChange={popover.toggle} trapFocus shadow="md" width={240}>
      <Popover.Target>
        <Tooltip label="New class">
          <ActionIcon size={30} aria-label="New class" onClick={popover.toggle}>
            <IconTagPlus size={17} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={create}>
          <TextInput
            label="New class"
            placeholder="car"
            size="xs"
            data-autofocus
            value={name}
            error={problem}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" mt="xs" fullWidth loading={state.fetching} disabled={name.trim() === ""}>
            Add class
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
