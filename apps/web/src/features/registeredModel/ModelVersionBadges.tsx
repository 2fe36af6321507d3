import { Badge, Group } from "@mantine/core";
import { IconBox } from "@tabler/icons-react";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { PageLink } from "../../url/PageLink.tsx";

export const modelVersionBadgeFragment = graphql(`
  fragment ModelVersionBadge on ModelVersion {
    id
    number
    aliases
    model {
      id
      name
    }
  }
`);

interface ModelVersionBadgesProps {
  readonly versions: readonly FragmentOf<typeof modelVersionBadgeFragment>[];
  /** Without the aliases, where there is little room. */
  readonly short?: boolean;
}

/** Versions of registered models, each with the way to its model's page; nothing where there is none. */
export function ModelVersionBadges({ versions, short = false }: ModelVersionBadgesProps) {
  if (versions.length === 0) return null;
  return (
    <Group gap={4} wrap="wrap">
      {readFragment(modelVersionBadgeFragment, versions).map(({ id, number, aliases, model }) => (
        <Badge
          key={id}
          component={PageLink}
          href={`/models/${model.id}`}
          size="sm"
          variant="light"
          tt="none"
          leftSection={<IconBox size={11} />}
          maw="100%"
          title={aliases.join(", ")}
          style={{ cursor: "pointer" }}
        >
          {model.name} v{number}
          {!short && aliases.length > 0 ? ` · ${aliases.join(", ")}` : ""}
        </Badge>
      ))}
    </Group>
  );
}
