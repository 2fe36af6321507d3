import { Breadcrumbs, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { PageLink } from "../url/PageLink.tsx";
import classes from "./PageHeader.module.css";

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

interface PageHeaderProps {
  readonly title: ReactNode;
  readonly crumbs?: readonly Crumb[];
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
}

/** A page's title with the way back on its left and what can be done on its right. */
export function PageHeader({ title, crumbs = [], detail, actions }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.text}>
        {crumbs.length > 0 ? (
          <Breadcrumbs separator="/" separatorMargin={6} mb={2}>
            {crumbs.map((crumb) => (
              <Text
                key={crumb.href}
                size="sm"
                c="dimmed"
                component={PageLink}
                href={crumb.href}
                className={classes.crumb ?? ""}
              >
                {crumb.label}
              </Text>
            ))}
          </Breadcrumbs>
        ) : null}
        <Title order={1} className={classes.title ?? ""}>
          {title}
        </Title>
        {detail ? <div className={classes.detail}>{detail}</div> : null}
      </div>
      {actions ? (
        <Group gap="xs" className={classes.actions ?? ""}>
          {actions}
        </Group>
      ) : null}
    </header>
  );
}
