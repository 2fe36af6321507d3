"use client";

import { Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { notifyFailed } from "../../feedback/notify.ts";
import { formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { AnnotationList } from "../annotation/editor/AnnotationList.tsx";
import { EditorToolbar } from "../annotation/editor/EditorToolbar.tsx";
import { editedAnnotationFragment } from "../annotation/editor/editorMutations.ts";
import type { EditableShape, PointPx } from "../annotation/editor/editShape.ts";
import { ImageStage, type Tool } from "../annotation/editor/ImageStage.tsx";
import { SaveStateLabel } from "../annotation/editor/SaveStateLabel.tsx";
import { useAnnotationEditor } from "../annotation/editor/useAnnotationEditor.ts";
import { useEditorKeys } from "../annotation/editor/useEditorKeys.ts";
import { useStageView } from "../annotation/editor/useStageView.ts";
import { MaskStyleMenu } from "../annotation/MaskStyleMenu.tsx";
import { useMaskStyle } from "../annotation/useMaskStyle.ts";
import { TrainedModels } from "../registeredModel/TrainedModels.tsx";
import classes from "./ImageEditor.module.css";
import { ImageEditorHeader, imageEditorHeaderFragment } from "./ImageEditorHeader.tsx";
import { ImageHistory } from "./ImageHistory.tsx";
import { ImageTags } from "./ImageTags.tsx";
import type { ImageWalk } from "./useImageWalk.ts";

export const imageEditorFragment = graphql(
  `
    fragment ImageEditor on Image {
      id
      fileName
      widthPx
      heightPx
      displayUrl
      tags
      dataset {
        id
        tags {
          name
        }
        categories {
          id
          name
          color
          position
        }
      }
      annotations {
        id
        ...EditedAnnotation
      }
      ...ImageEditorHeader
    }
  `,
  [editedAnnotationFragment, imageEditorHeaderFragment],
);

interface ImageEditorProps {
  readonly image: FragmentOf<typeof imageEditorFragment>;
  /** Its place in the list that is worked through, and the way to its neighbours. */
  readonly walk: ImageWalk;
  readonly reload: () => void;
}

/** The class last drawn with, kept from image to image. */
let lastCategoryId: string | null = null;

/** One image with its annotations: seen, chosen, drawn, changed and relabelled. Every edit is saved as it is made. */
export function ImageEditor({ image: reference, walk, reload }: ImageEditorProps) {
  const image = readFragment(imageEditorFragment, reference);
  const stage = useRef<HTMLDivElement>(null);
  const stageView = useStageView(stage, image);
  const [style] = useMaskStyle();
  const [tool, setTool] = useState<Tool>("select");
  const [draft, setDraft] = useState<readonly PointPx[]>([]);
  const [chosenId] = useQueryState("annotation");
  const [selectedId, setSelectedId] = useState<string | null>(chosenId);
  const [hoveredId, setHoveredId] = useState<string | null>(null);
  const [chosenCategoryId, setChosenCategoryId] = useState(lastCategoryId);
  const editor = useAnnotationEditor(image.id, image.annotations, reload);

  const categories = [...image.dataset.categories].sort((a, b) => a.position - b.position);
  const category = categories.find(({ id }) => id === chosenCategoryId) ?? categories[0] ?? null;

  const chooseTool = (next: Tool) => {
    setTool(next);
    setDraft([]);
    if (next !== "select") setSelectedId(null);
  };
  const chooseCategory = (id: string) => {
    lastCategoryId = id;
    setChosenCategoryId(id);
  };
  const drawn = async (shape: EditableShape) => {
    setDraft([]);
    if (!category) {
      notifyFailed("No class to draw with", "Add a class with the button beside the class list, then draw again.");
      return;
    }
    const id = await editor.create(category.id, shape);
    if (id !== null) {
      setTool("select");
      setSelectedId(id);
    }
  };
  const remove = async (id: string) => {
    setSelectedId(null);
    await editor.remove(id);
  };

  useEditorKeys({
    previous: () => walk.go(walk.previousId),
    next: () => walk.go(walk.nextId),
    tool: chooseTool,
    escape: () => {
      if (draft.length > 0) setDraft([]);
      else if (tool !== "select") setTool("select");
      else setSelectedId(null);
    },
    remove: () => {
      if (draft.length > 0) setDraft(draft.slice(0, -1));
      else if (selectedId) remove(selectedId);
    },
    finish: () => {
      if (draft.length >= 3) {
        drawn({ kind: "POLYGON", parts: [{ outer: draft.flatMap(({ x, y }) => [x, y]), holes: [] }] });
      }
    },
    undo: () => {
      if (draft.length > 0) setDraft(draft.slice(0, -1));
      else editor.undo();
    },
    fit: stageView.fit,
    category: (index) => {
      const chosen = categories[index];
      if (!chosen) return;
      if (selectedId) editor.update(selectedId, { categoryId: chosen.id });
      else chooseCategory(chosen.id);
    },
  });

  return (
    <div className={classes.page}>
      <ImageEditorHeader image={image} walk={walk} />
      <div className={classes.toolbar}>
        <EditorToolbar
          datasetId={image.dataset.id}
          tool={tool}
          onTool={chooseTool}
          categories={categories}
          categoryId={category?.id ?? null}
          onCategory={chooseCategory}
          undoLabel={editor.undoLabel}
          onUndo={editor.undo}
          scale={stageView.view.scale}
          onZoom={stageView.zoom}
          onFit={stageView.fit}
        >
          <SaveStateLabel state={editor.saveState} />
          <MaskStyleMenu />
        </EditorToolbar>
      </div>
      <div className={classes.body}>
        <ImageStage
          image={image}
          annotations={image.annotations}
          stage={stage}
          stageView={stageView}
          tool={tool}
          style={style}
          draftColor={category?.color ?? "#6767df"}
          unsavedShapes={editor.unsavedShapes}
          draft={draft}
          onDraft={setDraft}
          selectedId={selectedId}
          onSelect={setSelectedId}
          hoveredId={hoveredId}
          onHover={setHoveredId}
          onDrawn={drawn}
          onChanged={(id, shape) => editor.update(id, { shape })}
        />
        <aside className={classes.panel} aria-label="Annotations">
          <Group justify="space-between" wrap="nowrap" gap={4} pl={14} pr={6} pt={8} pb={2}>
            <Text size="xs" c="dimmed" className="tabular" truncate>
              <b>{formatQuantity(image.annotations.length, "annotation")}</b> · {image.widthPx} × {image.heightPx} px
            </Text>
            <ImageHistory imageId={image.id} onRestored={reload} />
          </Group>
          <div className={classes.tags}>
            <ImageTags
              datasetId={image.dataset.id}
              imageId={image.id}
              tags={image.tags}
              known={image.dataset.tags.map(({ name }) => name)}
            />
          </div>
          <AnnotationList
            annotations={image.annotations}
            categories={categories}
            selectedId={selectedId}
            hoveredId={hoveredId}
            onSelect={(id) => {
              setTool("select");
              setSelectedId(id);
            }}
            onHover={setHoveredId}
            onRelabel={(id, categoryId) => editor.update(id, { categoryId })}
            onReshape={(id, shape) => editor.update(id, { shape })}
            onDelete={remove}
            onRestore={editor.restore}
          />
          <TrainedModels imageId={image.id} />
        </aside>
      </div>
    </div>
  );
}
