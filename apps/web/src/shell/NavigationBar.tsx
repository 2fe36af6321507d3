"use client";

import { Avatar, Group, Menu, Stack, Text, UnstyledButton } from "@mantine/core";
import {
  IconActivity,
  IconAdjustments,
  IconBox,
  IconLogout,
  IconPhoto,
  IconSelector,
  IconServer,
  IconSettings,
} from "@tabler/icons-react";
import { usePathname } from "next/navigation";
import { useViewer } from "../features/session/SessionContext.ts";
import { notifyFailed } from "../feedback/notify.ts";
import { BrandMark } from "./BrandMark.tsx";
import { ColorSchemeMenu } from "./ColorSchemeMenu.tsx";
import classes from "./NavigationBar.module.css";
import { PageLink } from "./PageLink.tsx";

const PLACES = [
  { href: "/datasets", label: "Datasets", icon: IconPhoto },
  { href: "/runs", label: "Runs", icon: IconActivity },
  { href: "/sweeps", label: "Sweeps", icon: IconAdjustments },
  { href: "/models", label: "Models", icon: IconBox },
  { href: "/trainers", label: "Trainers", icon: IconServer },
  { href: "/settings", label: "Settings", icon: IconSettings },
] as const;

export function NavigationBar() {
  const pathname = usePathname();
  return (
    <Stack h="100%" justify="space-between" gap={0} p="sm">
      <Stack gap={2}>
        <PageLink href="/datasets" className={classes.brand}>
          <BrandMark />
          <Text fw={600} size="md">
            Maskyard
          </Text>
        </PageLink>
        <nav aria-label="Main">
          {PLACES.map(({ href, label, icon: Icon }) => (
            <PageLink
              key={href}
              href={href}
              className={classes.place}
              aria-current={pathname.startsWith(href) ? "page" : undefined}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              {label}
            </PageLink>
          ))}
        </nav>
      </Stack>
      <Stack gap={4}>
        <ColorSchemeMenu />
        <ViewerMenu />
      </Stack>
    </Stack>
  );
}

function ViewerMenu() {
  const viewer = useViewer();
  const signOut = async () => {
    // Fetched when it is needed: no page is shown by it.
    const signedOut = await import("../features/session/authClient.ts")
      .then(({ authClient }) => authClient().signOut())
      .then(
        ({ error }) => error === null,
        () => false, // the server cannot be reached
      );
    if (signedOut) window.location.assign("/sign-in");
    else notifyFailed("You are still signed in", "The server did not answer. Try again in a moment.");
  };
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>
        <UnstyledButton className={classes.viewer ?? ""} aria-label={`Account of ${viewer.name}`}>
          <Group gap="xs" wrap="nowrap">
            <Avatar size={26} radius="xl" color="iris" name={viewer.name || viewer.email} />
            <Text size="sm" truncate flex={1}>
              {viewer.name || viewer.email}
            </Text>
            <IconSelector size={14} opacity={0.6} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{viewer.email}</Menu.Label>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
