"use client";

import { Stack, Text } from "@mantine/core";
import {
  IconActivity,
  IconAdjustments,
  IconApi,
  IconBox,
  IconPhoto,
  IconServer,
  IconSettings,
} from "@tabler/icons-react";
import { usePathname } from "next/navigation";
import { BrandMark } from "../theme/BrandMark.tsx";
import { PageLink } from "../url/PageLink.tsx";
import { ColorSchemeMenu } from "./ColorSchemeMenu.tsx";
import classes from "./NavigationBar.module.css";
import { ViewerMenu } from "./ViewerMenu.tsx";

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
          {/* Not a page of the dashboard: the server's own. */}
          <a href="/graphql" className={classes.place}>
            <IconApi size={17} stroke={1.7} aria-hidden />
            GraphQL
          </a>
        </nav>
      </Stack>
      <Stack gap={4}>
        <ColorSchemeMenu />
        <ViewerMenu />
      </Stack>
    </Stack>
  );
}
