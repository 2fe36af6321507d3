"use client";

import { Autocomplete, Button, Group, Modal, Stack, TagsInput, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useQuery } from "urql";
import { notifyDone } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { registerModelVersionMutation } from "./modelMutations.ts";

const modelNamesQuery = graphql(`
  query ModelNames($projectId: ID) {
    registeredModels(projectId: $projectId) {
      id
      name
    }
  }
`);

interface RegisterVersionButtonProps {
  readonly projectId: string;
  /** What the version is to be made of. */
  readonly source: { readonly checkpointId: string } | { readonly runId: string; readonly artifactPath: string };
  /** "the weights of step 20". */
  readonly what: string;
  /** Of the model, to begin with. */
  readonly name?: string;
}

/** Makes a checkpoint, or artifacts, the next version of a model, new or known, and opens the model. */
export function RegisterVersionButton(props: RegisterVersionButtonProps) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={dialog.open} aria-label={`Register ${props.what}`}>
        Register
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={`Register ${props.what}`}>
        <RegisterForm {...props} onClose={dialog.close} />
      </Modal>
    </>
  );
}

function RegisterForm({
  source,
  projectId,
  name: firstName = "",
  onClose,
}: RegisterVersionButtonProps & { onClose: () => void }) {
  const router = useRouter();
  const [{ data: known }] = useQuery({ query: modelNamesQuery, variables: { projectId } });
  const [state, registerVersion] = useGraphMutation(registerModelVersionMutation);
  const [name, setName] = useState(firstName);
  const [aliases, setAliases] = useState<string[]>([]);
  const [notes, setNotes] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const register = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await registerVersion({ input: { ...source, name: name.trim(), aliases, notes } });
    if (!outcome.ok) {
      setProblem(outcome.message);
      return;
    }
    const { number, model } = outcome.data;
    notifyDone(`Registered as version ${number} of ${model.name}`);
    onClose();
    router.push(`/models/${model.id}`);
  };
  return (
    <form onSubmit={register}>
      <Stack gap="md">
        <Autocomplete
          label="Model"
          description="Choose a model of the project to add a version, or enter a new name"
          placeholder="car-detector"
          data-autofocus
          data={known?.registeredModels.map((model) => model.name) ?? []}
          value={name}
          onChange={setName}
        />
        <TagsInput
          label="Aliases"
          description="These will point to the new version"
          data={["production", "candidate"]}
          value={aliases}
          onChange={setAliases}
        />
        <Textarea
          label="Notes"
          autosize
          minRows={3}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        {problem ? (
          <Text size="sm" c="red" role="alert">
            {problem}
          </Text>
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={state.fetching} disabled={name.trim() === ""}>
            Register
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
