"use client";

import { Button, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { print } from "graphql";
import classes from "./LaunchRequest.module.css";
import { type LaunchInput, launchRunMutation } from "./launchRun.ts";

/** The mutation and its variables as they go to the server, to be copied into GraphiQL or a script. */
export function LaunchRequest({ input }: { input: LaunchInput }) {
  const text = `${print(launchRunMutation)}\n\n# Variables\n${JSON.stringify({ input }, null, 2)}`;
  return (
    <div className={classes.frame}>
      <pre className={classes.code}>{text}</pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button
            size="compact-xs"
            variant="default"
            className={classes.copy ?? ""}
            leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
            onClick={copy}
          >
            {copied ? "Copied" : "Copy"}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
