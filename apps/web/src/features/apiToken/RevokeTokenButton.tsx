"use client";

import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ConfirmDialog } from "../../feedback/ConfirmDialog.tsx";
import { notifyDone, notifyFailed } from "../../feedback/notify.ts";
import { graphql } from "../../graph/graphql.ts";
import { useGraphMutation } from "../../graph/useGraphMutation.ts";

const revokeApiTokenMutation = graphql(`
  mutation RevokeApiToken($input: RevokeApiTokenInput!) {
    revokeApiToken(input: $input) {
      __typename
      ... on RevokeApiTokenSuccess {
        data
      }
      ... on Error {
        message
        code
      }
    }
  }
`);

export function RevokeTokenButton({ id, name }: { id: string; name: string }) {
  const [opened, dialog] = useDisclosure(false);
  const [state, revokeToken] = useGraphMutation(revokeApiTokenMutation);
  const revoke = async () => {
    const outcome = await revokeToken({ input: { id } });
    if (outcome.ok) notifyDone(`Token ${name} was revoked`);
    else notifyFailed("The token was not revoked", outcome.message);
    dialog.close();
  };
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="red" onClick={dialog.open} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={dialog.close}
        title={`Revoke ${name}?`}
        confirmLabel="Revoke"
        loading={state.fetching}
        onConfirm={revoke}
      >
        Programs that use this token will no longer be able to sign in.
      </ConfirmDialog>
    </>
  );
}
