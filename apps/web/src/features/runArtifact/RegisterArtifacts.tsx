"use client";

import { Group, Select } from "@mantine/core";
import { useState } from "react";
import { RegisterVersionButton } from "../registeredModel/RegisterVersionButton.tsx";
import { foldersOf } from "./foldersOf.ts";

interface RegisterArtifactsProps {
  readonly runId: string;
  readonly projectId: string;
  /** Of the run's artifacts. */
  readonly paths: readonly string[];
}

/** A file or folder of the artifacts, and the way to make it a version of a registered model. */
export function RegisterArtifacts({ runId, projectId, paths }: RegisterArtifactsProps) {
  const [path, setPath] = useState<string | null>(null);
  const choices = [
    { group: "Folders", items: foldersOf(paths) },
    { group: "Files", items: [...paths] },
  ].filter(({ items }) => items.length > 0);
  return (
    <Group gap="xs">
      <Select
        aria-label="File or folder to register as a model"
        placeholder="File or folder to register as a model"
        size="xs"
        w={320}
        searchable
        clearable
        limit={100}
        data={choices}
        value={path}
        onChange={setPath}
      />
      {path === null ? null : (
        <RegisterVersionButton key={path} source={{ runId, artifactPath: path }} projectId={projectId} what={path} />
      )}
    </Group>
  );
}
