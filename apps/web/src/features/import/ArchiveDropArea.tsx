"use client";

import { Button, Group, Text } from "@mantine/core";
import { IconFolderOpen } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import classes from "./ArchiveDropArea.module.css";
import { filesOfDrop, filesOfInput, type PickedFile } from "./pickedFiles.ts";

interface ArchiveDropAreaProps {
  /** Of a folder, a zip alone, or loose files. */
  readonly onFiles: (files: Promise<readonly PickedFile[]>) => void;
}

/** Takes a folder, a zip or files, dragged in or chosen. */
export function ArchiveDropArea({ onFiles }: ArchiveDropAreaProps) {
  const zipInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles(filesOfDrop(event.dataTransfer));
  };
  const onChange = (input: HTMLInputElement) => {
    const files = input.files === null ? [] : filesOfInput(input.files);
    input.value = "";
    if (files.length > 0) onFiles(Promise.resolve(files));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping needs a pointer; the buttons within do the same by keyboard
    <div
      className={classes.area}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <IconFolderOpen size={30} stroke={1.4} aria-hidden />
      <Text fw={600}>Drop a folder or a zip here</Text>
      <Text size="sm" c="dimmed">
        Images (JPEG, PNG, WebP, TIFF, AVIF) with COCO, LabelMe, VOC, YOLO, CVAT, VIA, Label Studio or makesense
        annotations, or images alone
      </Text>
      <Group gap="xs" mt={10}>
        <Button variant="default" size="xs" onClick={() => folderInput.current?.click()}>
          Choose a folder
        </Button>
        <Button variant="default" size="xs" onClick={() => zipInput.current?.click()}>
          Choose a zip or files
        </Button>
      </Group>
      <input
        ref={folderInput}
        type="file"
        {...{ webkitdirectory: "" }}
        hidden
        aria-label="Folder"
        onChange={(event) => onChange(event.currentTarget)}
      />
      <input
        ref={zipInput}
        type="file"
        multiple
        hidden
        aria-label="Zip archive"
        onChange={(event) => onChange(event.currentTarget)}
      />
    </div>
  );
}
