"use client";

import { Text } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import classes from "./ArchiveDropArea.module.css";

/** Takes one zip, dragged in or chosen. */
export function ArchiveDropArea({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    <>
      <button
        type="button"
        className={classes.area}
        data-over={over || undefined}
        onClick={() => input.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <IconFileZip size={30} stroke={1.4} aria-hidden />
        <Text fw={600}>Drop a zip here, or choose one</Text>
        <Text size="sm" c="dimmed">
          Images with COCO, LabelMe, VOC, YOLO, CVAT, VIA or makesense annotations, or images alone
        </Text>
      </button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="Zip archive"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </>
  );
}
