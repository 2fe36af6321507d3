"use client";

import { ActionIcon, Button, Group, Menu, Modal } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconDots, IconKey, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { ShownSecret } from "../../feedback/ShownSecret.tsx";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { DeliveryLog } from "./DeliveryLog.tsx";
import { deleteWebhookMutation, rotateWebhookSecretMutation, testWebhookMutation } from "./webhookMutations.ts";

interface WebhookMenuProps {
  readonly id: string;
  readonly name: string;
  readonly isOwner: boolean;
  readonly onChanged: () => void;
}

/** The log of a webhook, and for owners a test, a new secret and its end. */
export function WebhookMenu({ id, name, isOwner, onChanged }: WebhookMenuProps) {
  const [logOpened, logDialog] = useDisclosure(false);
  const [deleting, deleteDialog] = useDisclosure(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [testing, testWebhook] = useGraphMutation(testWebhookMutation);
  const [, rotateSecret] = useGraphMutation(rotateWebhookSecretMutation);
  const [deletion, deleteWebhook] = useGraphMutation(deleteWebhookMutation);

  const test = async () => {
    const outcome = await testWebhook({ input: { id } });
    if (outcome.ok) logDialog.open();
    else notifyFailed("The test was not sent", outcome.message);
  };
  const rotate = async () => {
    const outcome = await rotateSecret({ input: { id } });
    if (outcome.ok) setSecret(outcome.data.secret);
    else notifyFailed("The secret was not changed", outcome.message);
  };
  const remove = async () => {
    const outcome = await deleteWebhook({ input: { id } });
    deleteDialog.close();
    if (!outcome.ok) {
      notifyFailed("The webhook was not deleted", outcome.message);
      return;
    }
    notifyDone(`${name} was deleted`);
    onChanged();
  };

  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      <Button size="compact-xs" variant="default" onClick={logDialog.open} aria-label={`Deliveries to ${name}`}>
        Deliveries
      </Button>
      {isOwner ? (
        <>
          <Button
            size="compact-xs"
            variant="default"
            onClick={test}
            loading={testing.fetching}
            aria-label={`Test ${name}`}
          >
            Test
          </Button>
          <Menu position="bottom-end" width={180}>
            <Menu.Target>
              <ActionIcon aria-label={`More actions for ${name}`}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconKey size={15} />} onClick={rotate}>
                New secret
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={15} />} color="red" onClick={deleteDialog.open}>
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      ) : null}
      <Modal
        opened={logOpened}
        onClose={() => {
          logDialog.close();
          onChanged();
        }}
        title={`Deliveries to ${name}`}
        size="xl"
      >
        <DeliveryLog webhookId={id} isOwner={isOwner} />
      </Modal>
      <Modal opened={secret !== null} onClose={() => setSecret(null)} title={`New secret for ${name}`}>
        <ShownSecret secret={secret ?? ""} onClose={() => setSecret(null)}>
          Copy the secret now. It cannot be shown again. Every delivery is signed with it (x-maskyard-signature).
        </ShownSecret>
      </Modal>
      <ConfirmDialog
        opened={deleting}
        onClose={deleteDialog.close}
        title={`Delete ${name}?`}
        confirmLabel="Delete"
        loading={deletion.fetching}
        onConfirm={remove}
      >
        It will receive no more notifications, and its delivery log will be deleted.
      </ConfirmDialog>
    </Group>
  );
}
