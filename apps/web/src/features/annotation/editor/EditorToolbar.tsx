"use client";

import { ActionIcon, Divider, Group, Select, Text, Tooltip } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconMaximize,
  IconMinus,
  IconPlus,
  IconPointer,
  IconPolygon,
  IconRectangle,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { NewCategoryButton } from "../../category/NewCategoryButton.tsx";
import type { Tool } from "../editing/interaction.ts";
import classes from "./EditorToolbar.module.css";

interface EditorToolbarProps {
  readonly datasetId: string;
  readonly tool: Tool;
  readonly onTool: (tool: Tool) => void;
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly categoryId: string | null;
  readonly onCategory: (id: string) => void;
  readonly undoLabel: string | null;
  readonly onUndo: () => void;
  readonly redoLabel: string | null;
  readonly onRedo: () => void;
  readonly scale: number;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly children: ReactNode;
}

const TOOLS = [
  { value: "select", label: "Select and edit (V)", icon: IconPointer },
  { value: "polygon", label: "Draw a polygon (P)", icon: IconPolygon },
  { value: "box", label: "Draw a box (B)", icon: IconRectangle },
] as const;

/** Tools, the class that new shapes get, undo, redo and zoom. */
export function EditorToolbar(props: EditorToolbarProps) {
  const { tool, onTool, categories, categoryId, onCategory, undoLabel, redoLabel } = props;
  return (
    <Group gap={8} className={classes.toolbar ?? ""} role="toolbar" aria-label="Editing">
      <Group gap={2} wrap="nowrap">
        {TOOLS.map(({ value, label, icon: Icon }) => (
          <Tooltip key={value} label={label}>
            <ActionIcon
              size={32}
              variant={tool === value ? "light" : "subtle"}
              color={tool === value ? "iris" : "gray"}
              aria-label={label}
              aria-pressed={tool === value}
              onClick={() => onTool(value)}
            >
              <Icon size={18} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        ))}
      </Group>
      <Divider orientation="vertical" />
      <Select
        aria-label="Class of new shapes"
        placeholder="Class"
        size="xs"
        w={150}
        data={categories.map(({ id, name }) => ({ value: id, label: name }))}
        value={categoryId}
        onChange={(value) => value && onCategory(value)}
        allowDeselect={false}
        searchable
      />
      <NewCategoryButton datasetId={props.datasetId} onCreated={onCategory} />
      <Divider orientation="vertical" />
      <Tooltip label={undoLabel ? `Undo ${undoLabel} (Ctrl+Z)` : "Nothing to undo"}>
        <ActionIcon size={32} aria-label="Undo" disabled={undoLabel === null} onClick={props.onUndo}>
          <IconArrowBackUp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={redoLabel ? `Redo ${redoLabel} (Ctrl+Shift+Z)` : "Nothing to redo"}>
        <ActionIcon size={32} aria-label="Redo" disabled={redoLabel === null} onClick={props.onRedo}>
          <IconArrowForwardUp size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
      <Divider orientation="vertical" />
      <Group gap={2} wrap="nowrap">
        <ActionIcon size={28} aria-label="Zoom out" onClick={() => props.onZoom(1 / 1.3)}>
          <IconMinus size={15} />
        </ActionIcon>
        <Text size="xs" c="dimmed" w={42} ta="center" className="tabular">
          {Math.round(props.scale * 100)}%
        </Text>
        <ActionIcon size={28} aria-label="Zoom in" onClick={() => props.onZoom(1.3)}>
          <IconPlus size={15} />
        </ActionIcon>
        <Tooltip label="Fit (F)">
          <ActionIcon size={28} aria-label="Fit the image" onClick={props.onFit}>
            <IconMaximize size={15} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group gap="md" ml="auto" wrap="nowrap">
        {props.children}
      </Group>
    </Group>
  );
}
