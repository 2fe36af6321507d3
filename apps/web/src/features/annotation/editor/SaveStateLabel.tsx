import { Loader, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff } from "@tabler/icons-react";
import classes from "./SaveStateLabel.module.css";
import type { SaveState } from "./saveState.ts";

/** Whether every edit has reached the server. */
export function SaveStateLabel({ state }: { state: SaveState }) {
  return (
    <span role="status" className={classes.label} data-testid="save-state" data-state={state.name}>
      {state.name === "saved" ? (
        <>
          <IconCloudCheck size={16} aria-hidden />
          <Text size="sm" c="dimmed">
            Saved
          </Text>
        </>
      ) : state.name === "saving" ? (
        <>
          <Loader size={13} aria-hidden />
          <Text size="sm" c="dimmed">
            Saving
          </Text>
        </>
      ) : state.name === "waiting" ? (
        <>
          <IconCloudOff size={16} aria-hidden />
          <Text size="sm">Waiting for the connection</Text>
        </>
      ) : (
        <Tooltip label={state.message} multiline maw={320}>
          <span className={classes.failed}>
            <IconAlertTriangle size={16} aria-hidden />
            <Text size="sm">Last edit not saved</Text>
          </span>
        </Tooltip>
      )}
    </span>
  );
}
