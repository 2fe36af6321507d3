"use client";

import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ShownSecret } from "../../feedback/ShownSecret.tsx";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { ALERT_EVENTS, type AlertEvent } from "./alertEvents.ts";
import { createWebhookMutation } from "./webhookMutations.ts";

interface NewWebhookDialogProps {
  readonly projectId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Name, address and events of a webhook; then its secret, this once. */
export function NewWebhookDialog({ projectId, opened, onClose }: NewWebhookDialogProps) {
  const [state, createWebhook] = useGraphMutation(createWebhookMutation);
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [events, setEvents] = useState<string[]>(ALERT_EVENTS.map(({ value }) => value));
  const [problem, setProblem] = useState<{ readonly field: string | null; readonly message: string } | null>(null);
  const [secret, setSecret] = useState<string | null>(null);

  const close = () => {
    onClose();
    setName("");
    setUrl("");
    setProblem(null);
    setSecret(null);
  };
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const input = { projectId, name: name.trim(), url: url.trim(), events: events as AlertEvent[] };
    const outcome = await createWebhook({ input });
    if (outcome.ok) setSecret(outcome.data.secret);
    else setProblem(outcome);
  };

  return (
    <Modal opened={opened} onClose={close} title={secret === null ? "New webhook" : "The webhook's secret"}>
      {secret === null ? (
        <form onSubmit={create}>
          <Stack gap="md">
            <TextInput
              label="Name"
              placeholder="team chat"
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label="Address"
              description="An https address on the public internet. Slack and compatible chats show the message."
              placeholder="https://hooks.slack.com/services/…"
              value={url}
              error={problem?.field === "url" ? problem.message : null}
              onChange={(event) => setUrl(event.currentTarget.value)}
            />
            <Checkbox.Group label="Notify when" value={events} onChange={setEvents}>
              <Stack gap={6} mt={6}>
                {ALERT_EVENTS.map(({ value, label }) => (
                  <Checkbox key={value} value={value} label={label} />
                ))}
              </Stack>
            </Checkbox.Group>
            {problem && problem.field !== "url" ? (
              <Text size="sm" c="red" role="alert">
                {problem.message}
              </Text>
            ) : null}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={state.fetching}
                disabled={name.trim() === "" || url.trim() === "" || events.length === 0}
              >
                Create webhook
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <ShownSecret secret={secret} onClose={close}>
          Copy the secret now. It cannot be shown again. Every delivery is signed with it (x-maskyard-signature).
        </ShownSecret>
      )}
    </Modal>
  );
}
