import { Button, Group } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { PageLink } from "../url/PageLink.tsx";
import { EmptyState } from "./EmptyState.tsx";

interface WayOn {
  readonly label: string;
  readonly href: string;
}

interface NotFoundStateProps {
  /** What is not there: "run". */
  readonly noun: string;
  /** Where to go instead, the nearest first. */
  readonly waysOn: readonly [WayOn, ...WayOn[]];
}

/** What an address names is not there, or not for this person: which of the two nobody is told. */
export function NotFoundState({ noun, waysOn }: NotFoundStateProps) {
  return (
    <EmptyState
      icon={<IconMapPinOff size={24} stroke={1.6} />}
      title={`No such ${noun}`}
      isWholePage
      action={
        <Group gap="xs" justify="center">
          {waysOn.map(({ label, href }, index) => (
            <Button key={href} component={PageLink} href={href} variant={index === 0 ? "filled" : "default"}>
              {label}
            </Button>
          ))}
        </Group>
      }
    >
      The address may be mistyped, the {noun} may have been deleted, or you may not be a member of its project.
    </EmptyState>
  );
}
