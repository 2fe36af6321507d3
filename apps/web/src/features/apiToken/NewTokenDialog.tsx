"use client";

import { Alert, Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ShownSecret } from "../../feedback/ShownSecret.tsx";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const createApiTokenMutation = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      __typename
      ... on CreateApiTokenSuccess {
        data {
          token
        }
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

const LIFETIMES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never" },
];

/** Makes a token and shows it: this once. */
export function NewTokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [state, createToken] = useGraphMutation(createApiTokenMutation);
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const create = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    const expiresAt = days === "never" ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    const outcome = await createToken({ input: { name: name.trim(), expiresAt } });
    if (outcome.ok) setToken(outcome.data.token);
    else setProblem(outcome.message);
  };
  const close = () => {
    onClose();
    setName("");
    setToken(null);
    setProblem(null);
  };

  return (
    <Modal opened={opened} onClose={close} title="New API token" closeOnClickOutside={token === null}>
      {token ? (
        <ShownSecret secret={token} onClose={close}>
          Copy the token now. Only its hash is stored, so it cannot be shown again.
        </ShownSecret>
      ) : (
        <form onSubmit={create}>
          <Stack>
            {problem ? (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            ) : null}
            <TextInput
              label="Name"
              placeholder="laptop"
              required
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label="Expires after"
              data={LIFETIMES}
              value={days}
              onChange={(value) => setDays(value ?? "90")}
              allowDeselect={false}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={state.fetching} disabled={name.trim() === ""}>
                Create token
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
