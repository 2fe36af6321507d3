"use client";

import { Badge, Button, Group, Switch, Table, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell, IconPlus } from "@tabler/icons-react";
import { EmptyState } from "../../feedback/EmptyState.tsx";
import { notifyFailed } from "../../feedback/notify.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";
import { TableFrame } from "../../shell/TableFrame.tsx";
import { eventLabel } from "./alertEvents.ts";
import { DeliveryStateBadge } from "./DeliveryStateBadge.tsx";
import { NewWebhookDialog } from "./NewWebhookDialog.tsx";
import { WebhookMenu } from "./WebhookMenu.tsx";
import { updateWebhookMutation } from "./webhookMutations.ts";

export const webhookRowFragment = graphql(`
  fragment WebhookRow on Webhook {
    id
    name
    host
    url
    events
    enabled
    deliveries(first: 1) {
      id
      state
    }
  }
`);

interface WebhooksProps {
  readonly title: string;
  readonly project: { readonly id: string; readonly viewerRole: "VIEWER" | "EDITOR" | "OWNER" };
  readonly webhooks: readonly FragmentOf<typeof webhookRowFragment>[];
  readonly onChanged: () => void;
}

/** Where a project's alerts go; owners change it. */
export function Webhooks({ title, project, webhooks, onChanged }: WebhooksProps) {
  const [opened, dialog] = useDisclosure(false);
  const [, updateWebhook] = useGraphMutation(updateWebhookMutation);
  const isOwner = project.viewerRole === "OWNER";
  const newButton = isOwner ? (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New webhook
    </Button>
  ) : null;
  const setEnabled = async (id: string, enabled: boolean) => {
    const outcome = await updateWebhook({ input: { id, enabled } });
    if (!outcome.ok) notifyFailed("The webhook was not changed", outcome.message);
  };
  return (
    <>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2}>{title}</Title>
          <Text size="sm" c="dimmed">
            Webhooks are notified when a run finishes, fails or diverges, or when a trainer is lost.
          </Text>
        </div>
        {webhooks.length > 0 ? newButton : null}
      </Group>
      <TableFrame label="Webhooks">
        {webhooks.length === 0 ? (
          <EmptyState icon={<IconBell size={24} stroke={1.6} />} title="No webhooks yet" action={newButton}>
            {isOwner
              ? "Enter the address of a chat's incoming webhook or of your own program."
              : "An owner of the project can add a webhook."}
          </EmptyState>
        ) : (
          <Table fz="sm" verticalSpacing={9}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th>Notified when</Table.Th>
                <Table.Th>Last delivery</Table.Th>
                <Table.Th>On</Table.Th>
                <Table.Th aria-label="Actions" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {readFragment(webhookRowFragment, webhooks).map((webhook) => (
                <Table.Tr key={webhook.id}>
                  <Table.Td>
                    <Text fw={500} size="sm">
                      {webhook.name}
                    </Text>
                    <Text size="xs" c="dimmed" maw={280} truncate title={webhook.url ?? webhook.host}>
                      {webhook.url ?? webhook.host}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4}>
                      {webhook.events.map((event) => (
                        <Badge key={event} size="sm" variant="default" tt="none">
                          {eventLabel(event)}
                        </Badge>
                      ))}
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    {webhook.deliveries[0] ? <DeliveryStateBadge state={webhook.deliveries[0].state} /> : "–"}
                  </Table.Td>
                  <Table.Td>
                    <Switch
                      aria-label={`Notify ${webhook.name}`}
                      checked={webhook.enabled}
                      disabled={!isOwner}
                      onChange={(event) => setEnabled(webhook.id, event.currentTarget.checked)}
                    />
                  </Table.Td>
                  <Table.Td>
                    <WebhookMenu id={webhook.id} name={webhook.name} isOwner={isOwner} onChanged={onChanged} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </TableFrame>
      <NewWebhookDialog
        projectId={project.id}
        opened={opened}
        onClose={() => {
          dialog.close();
          onChanged();
        }}
      />
    </>
  );
}
