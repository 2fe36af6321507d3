import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";

interface PageTabsProps<Value extends string> {
  readonly tabs: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly className?: string | undefined;
  /** A `Tabs.Panel` for each tab. */
  readonly children: ReactNode;
}

/** What a page has below its header, one part at a time. */
export function PageTabs<Value extends string>({ tabs, value, onChange, className, children }: PageTabsProps<Value>) {
  return (
    <Tabs
      value={value}
      onChange={(next) => {
        const chosen = tabs.find((tab) => tab.value === next);
        if (chosen) onChange(chosen.value);
      }}
      className={className ?? ""}
    >
      <Tabs.List px="var(--my-page-inset)">
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.value} value={tab.value}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {children}
    </Tabs>
  );
}
