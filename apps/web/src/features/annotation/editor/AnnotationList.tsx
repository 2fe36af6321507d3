"use client";

import { ActionIcon, Badge, Button, Group, Select, Stack, Text, Tooltip } from "@mantine/core";
import { IconPolygon, IconTrash } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { formatCount } from "../../../format/formatNumber.ts";
import { partsFromRle } from "../../../mask/partsFromRle.ts";
import { CategoryDot } from "../../category/CategoryDot.tsx";
import type { EditableShape } from "../editing/editShape.ts";
import type { ShownAnnotation } from "../editing/shownAnnotations.ts";
import classes from "./AnnotationList.module.css";
import { RevisionList } from "./RevisionList.tsx";
import { SimplifyButton } from "./SimplifyButton.tsx";
import { SourceRecord } from "./SourceRecord.tsx";

interface AnnotationListProps {
  readonly annotations: readonly ShownAnnotation[];
  readonly categories: readonly { readonly id: string; readonly name: string }[];
  readonly selectedId: string | null;
  readonly hoveredId: string | null;
  readonly onSelect: (id: string | null) => void;
  readonly onHover: (id: string | null) => void;
  readonly onRelabel: (id: string, categoryId: string) => void;
  readonly onReshape: (id: string, shape: EditableShape) => void;
  readonly onDelete: (id: string) => void;
  readonly onRestore: (id: string, revision: number) => void;
}

/** Every annotation of the image; the chosen one opens with what can be done to it and its history. */
export function AnnotationList(props: AnnotationListProps) {
  const { annotations, selectedId, hoveredId, onSelect, onHover } = props;
  const list = useRef<HTMLUListElement>(null);

  useEffect(() => {
    if (selectedId === null) return;
    list.current?.querySelector(`[data-id="${CSS.escape(selectedId)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [selectedId]);

  if (annotations.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md">
        Nothing is annotated yet. Press P to draw a polygon or B to draw a box.
      </Text>
    );
  }
  return (
    <ul ref={list} className={classes.list}>
      {annotations.map((annotation) => {
        const selected = annotation.id === selectedId;
        return (
          <li
            key={annotation.id}
            data-id={annotation.id}
            className={classes.item}
            data-selected={selected || undefined}
            data-hovered={annotation.id === hoveredId || undefined}
            onPointerEnter={() => onHover(annotation.id)}
            onPointerLeave={() => onHover(null)}
          >
            <button
              type="button"
              className={classes.row}
              aria-pressed={selected}
              onClick={() => onSelect(selected ? null : annotation.id)}
            >
              <CategoryDot color={annotation.category.color} />
              <span className={classes.name}>{annotation.category.name}</span>
              {annotation.isCrowd ? (
                <Badge size="xs" variant="light" color="gray" tt="none">
                  crowd
                </Badge>
              ) : null}
              <span className={classes.detail}>
                {annotation.geometry.kind === "BOX" ? "box" : `${formatCount(Math.round(annotation.areaPx))} px²`}
              </span>
            </button>
            {selected ? <SelectedDetail {...props} annotation={annotation} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

function SelectedDetail(props: AnnotationListProps & { readonly annotation: ShownAnnotation }) {
  const { annotation, categories, onRelabel, onReshape, onDelete, onRestore } = props;
  const { rle } = annotation.geometry;
  return (
    <Stack gap="xs" className={classes.detailArea ?? ""}>
      <Group gap={6} wrap="nowrap">
        <Select
          aria-label="Class of the selected annotation"
          size="xs"
          flex={1}
          data={categories.map(({ id, name }) => ({ value: id, label: name }))}
          value={annotation.category.id}
          onChange={(value) => value && value !== annotation.category.id && onRelabel(annotation.id, value)}
          allowDeselect={false}
          searchable
        />
        <Tooltip label="Delete (Del)">
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Delete the selected annotation"
            onClick={() => onDelete(annotation.id)}
          >
            <IconTrash size={15} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {annotation.geometry.kind === "RLE" && rle ? (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPolygon size={13} />}
          onClick={() => onReshape(annotation.id, { kind: "POLYGON", parts: partsFromRle(rle) })}
        >
          Turn the mask into polygons
        </Button>
      ) : null}
      {annotation.geometry.kind === "POLYGON" ? (
        <SimplifyButton
          parts={annotation.geometry.parts ?? []}
          onReshape={(shape) => onReshape(annotation.id, shape)}
        />
      ) : null}
      <Text size="xs" c="dimmed">
        {Math.round(annotation.box.width)} × {Math.round(annotation.box.height)} px
      </Text>
      {annotation.revision === 0 ? null : (
        <>
          <SourceRecord annotationId={annotation.id} />
          <RevisionList
            annotationId={annotation.id}
            revision={annotation.revision}
            onRestore={(revision) => onRestore(annotation.id, revision)}
          />
        </>
      )}
    </Stack>
  );
}
