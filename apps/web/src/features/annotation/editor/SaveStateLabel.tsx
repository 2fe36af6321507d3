import { Loader, Text } from "@mantine/core";
import { IconAlertTriangle, IconCloudCheck, IconCloudOff } from "@tabler/icons-react";
import { formatQuantity } from "../../../format/formatNumber.ts";
import type { ImageEditor } from "../editing/useImageEditing.ts";
import { RefusedEdits } from "./RefusedEdits.tsx";
import classes from "./SaveStateLabel.module.css";
import { saveStateOf } from "./saveState.ts";

/** Whether every edit has reached the server; those that were refused can be looked at, made again or let go. */
export function SaveStateLabel({ editor }: { editor: ImageEditor }) {
  const state = saveStateOf(editor);
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
          <Text size="sm">{formatQuantity(state.count, "edit")} waiting for the connection</Text>
        </>
      ) : (
        <RefusedEdits editor={editor}>
          <span className={classes.failed}>
            <IconAlertTriangle size={16} aria-hidden />
            <Text size="sm">{formatQuantity(state.count, "edit")} not saved</Text>
          </span>
        </RefusedEdits>
      )}
    </span>
  );
}
