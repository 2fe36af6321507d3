"use client";

import { Avatar, Button, Group, Menu, Modal, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconLogout, IconSelector } from "@tabler/icons-react";
import { useState } from "react";
import { useViewer } from "../features/session/SessionContext.ts";
import { notifyFailed } from "../feedback/notify.ts";
import { PageLink } from "../url/PageLink.tsx";
import classes from "./NavigationBar.module.css";

/** Who is signed in, and the way out. Whoever has no password is asked first: signing in again would need a link. */
export function ViewerMenu() {
  const viewer = useViewer();
  const [asked, question] = useDisclosure(false);
  const [busy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    // Fetched when it is needed: no page is shown by it.
    const signedOut = await import("../features/session/authClient.ts")
      .then(({ authClient }) => authClient().signOut())
      .then(
        ({ error }) => error === null,
        () => false, // the server cannot be reached
      );
    if (signedOut) {
      window.location.assign("/sign-in");
    } else {
      setBusy(false);
      question.close();
      notifyFailed("You are still signed in", "The server did not answer. Try again in a moment.");
    }
  };
  return (
    <>
      <Menu position="top-start" width={200}>
        <Menu.Target>
          <UnstyledButton className={classes.viewer ?? ""}>
            <Group gap="xs" wrap="nowrap">
              <Avatar size={26} radius="xl" color="iris" name={viewer.name || viewer.email} aria-hidden />
              <Text size="sm" truncate flex={1}>
                <span className="visually-hidden">Account of </span>
                {viewer.name || viewer.email}
              </Text>
              <IconSelector size={14} opacity={0.6} aria-hidden />
            </Group>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{viewer.email}</Menu.Label>
          <Menu.Item
            leftSection={<IconLogout size={15} />}
            onClick={() => (viewer.hasPassword ? signOut() : question.open())}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asked} onClose={question.close} title="Sign out without a password?">
        <Text size="sm">
          You have no password. To sign in again, someone has to run <code>npx maskyard sign-in-link</code> on the
          server’s machine.
        </Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" loading={busy} onClick={signOut}>
            Sign out
          </Button>
          <Button component={PageLink} href="/settings" onClick={question.close}>
            Set a password
          </Button>
        </Group>
      </Modal>
    </>
  );
}
