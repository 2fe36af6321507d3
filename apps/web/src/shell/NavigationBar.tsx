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
import Link from "next/link";
import { usePathname } from "next/navigation";
import { authClient } from "../features/session/authClient.ts";
import { useViewer } from "../features/session/SessionContext.ts";
import { BrandMark } from "./BrandMark.tsx";
import { ColorSchemeMenu } from "./ColorSchemeMenu.tsx";
import classes from "./NavigationBar.module.css";

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
        <Link href="/datasets" className={classes.brand}>
          <BrandMark />
          <Text fw={600} size="md">
            Maskyard
          </Text>
        </Link>
        <nav aria-label="Main">
          {PLACES.map(({ href, label, icon: Icon }) => (
            <Link
              key={href}
              href={href}
              className={classes.place}
              aria-current={pathname.startsWith(href) ? "page" : undefined}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              {label}
            </Link>
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
    await authClient().signOut();
    window.location.assign("/sign-in");
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
