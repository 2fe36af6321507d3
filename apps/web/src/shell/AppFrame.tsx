"use client";

import { AppShell, Burger, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { BrandMark } from "../theme/BrandMark.tsx";
import classes from "./AppFrame.module.css";
import { ConnectionIndicator } from "./ConnectionIndicator.tsx";
import { NavigationBar } from "./NavigationBar.tsx";

/** Navigation on the left, the page on the right; on a narrow screen the navigation folds behind a button. */
export function AppFrame({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const pathname = usePathname();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes whenever the page changes
  useEffect(close, [pathname]);

  return (
    <AppShell
      header={{ height: { base: 48, sm: 0 } }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={0}
      transitionDuration={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <AppShell.Header hiddenFrom="sm" px="md">
        <Group h="100%" gap="sm">
          <Burger opened={opened} onClick={toggle} size="sm" aria-label="Navigation" />
          <BrandMark />
          <Text fw={600}>Maskyard</Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navigation ?? ""}>
        <NavigationBar />
      </AppShell.Navbar>
      <AppShell.Main id="content" className={classes.main ?? ""}>
        <ConnectionIndicator />
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
