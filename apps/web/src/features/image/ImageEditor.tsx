"use client";

import { Group, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { formatCount, formatQuantity } from "../../format/formatNumber.ts";
import { type FragmentOf, graphql, readFragment } from "../../graph/graphql.ts";
import { useQueryState } from "../../url/useQueryState.ts";
import { editedAnnotationFragment } from "../annotation/editing/editorGraph.ts";
import { useImageEditing } from "../annotation/editing/useImageEditing.ts";
import { useInteraction } from "../annotation/editing/useInteraction.ts";
import { AnnotationList } from "../annotation/editor/AnnotationList.tsx";
import { EditorToolbar } from "../annotation/editor/EditorToolbar.tsx";
import { ImageStage } from "../annotation/editor/ImageStage.tsx";
import { SaveStateLabel } from "../annotation/editor/SaveStateLabel.tsx";
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
      annotationCount
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
  /** The image is from a cache, and the fresh one is on its way. */
  readonly isStale: boolean;
}

/** The class last drawn with, kept from image to image. */
let lastCategoryId: string | null = null;

/** One image with its annotations: seen, chosen, drawn, changed and relabelled. Every edit is saved as it is made. */
export function ImageEditor({ image: reference, walk, isStale }: ImageEditorProps) {
  const image = readFragment(imageEditorFragment, reference);
  const stage = useRef<HTMLDivElement>(null);
  const stageView = useStageView(stage, image);
  const [style] = useMaskStyle();
  const [chosenId] = useQueryState("annotation");
  const [hoveredId, setHoveredId] = useState<string | null>(null);
  const [chosenCategoryId, setChosenCategoryId] = useState(lastCategoryId);
  const editor = useImageEditing({
    id: image.id,
    annotations: image.annotations,
    isStale,
    categories: image.dataset.categories,
  });

  const categories = [...image.dataset.categories].sort((a, b) => a.position - b.position);
  const category = categories.find(({ id }) => id === chosenCategoryId) ?? categories[0] ?? null;

  const chooseCategory = (id: string) => {
    lastCategoryId = id;
    setChosenCategoryId(id);
  };
  const { interaction, held, announcement, isKeyboard, setKeyboard, dispatch } = useInteraction({
    editor,
    image,
    stage,
    stageView,
    categories,
    categoryId: category?.id ?? null,
    selectedId: chosenId,
    onCategory: chooseCategory,
    onPrevious: () => walk.go(walk.previousId),
    onNext: () => walk.go(walk.nextId),
  });
  const { tool, selectedId } = interaction;
  const select = (id: string | null) => dispatch({ name: "select", id });

  return (
    <div className={classes.page}>
      <ImageEditorHeader image={image} walk={walk} isSaving={editor.pendingCount > 0} />
      <div className={classes.toolbar}>
        <EditorToolbar
          datasetId={image.dataset.id}
          tool={tool}
          onTool={(next) => dispatch({ name: "tool", tool: next })}
          categories={categories}
          categoryId={category?.id ?? null}
          onCategory={chooseCategory}
          undoLabel={editor.undoLabel}
          onUndo={editor.undo}
          redoLabel={editor.redoLabel}
          onRedo={editor.redo}
          scale={stageView.view.scale}
          onZoom={stageView.zoom}
          onFit={stageView.fit}
        >
          <SaveStateLabel editor={editor} />
          <MaskStyleMenu />
        </EditorToolbar>
      </div>
      <div className={classes.body}>
        <ImageStage
          image={image}
          annotations={editor.annotations}
          stage={stage}
          stageView={stageView}
          interaction={interaction}
          style={style}
          draftColor={category?.color ?? "#6767df"}
          held={held}
          announcement={announcement}
          isKeyboard={isKeyboard}
          onKeyboard={setKeyboard}
          onSelect={select}
          hoveredId={hoveredId}
          onHover={setHoveredId}
          onPress={(at) => dispatch({ name: "press", at })}
          onFinish={() => dispatch({ name: "finish" })}
          onBox={(box) => dispatch({ name: "box", box })}
          onHold={editor.hold}
          onLetGo={editor.letGo}
          onChanged={editor.reshape}
          onVertexRemove={(place) => dispatch({ name: "removeVertex", place })}
        />
        <aside className={classes.panel} aria-label="Annotations">
          <Group justify="space-between" wrap="nowrap" gap={4} pl={14} pr={6} pt={8} pb={2}>
            <Text size="xs" c="dimmed" className="tabular" truncate>
              <b>{formatQuantity(editor.annotations.length, "annotation")}</b> · {image.widthPx} × {image.heightPx} px
            </Text>
            <ImageHistory imageId={image.id} onRestored={editor.look} />
          </Group>
          {image.annotationCount > image.annotations.length ? (
            <Text size="xs" c="orange" px={14} pb={4} role="status">
              Only the oldest {formatCount(image.annotations.length)} of {formatCount(image.annotationCount)}{" "}
              annotations are shown.
            </Text>
          ) : null}
          <div className={classes.tags}>
            <ImageTags
              datasetId={image.dataset.id}
              imageId={image.id}
              tags={image.tags}
              known={image.dataset.tags.map(({ name }) => name)}
            />
          </div>
          <AnnotationList
            annotations={editor.annotations}
            categories={categories}
            selectedId={selectedId}
            hoveredId={hoveredId}
            onSelect={select}
            onHover={setHoveredId}
            onRelabel={editor.reclass}
            onReshape={editor.reshape}
            onDelete={(id) => {
              select(null);
              editor.remove(id);
            }}
            onRestore={editor.restore}
          />
          <TrainedModels imageId={image.id} />
        </aside>
      </div>
    </div>
  );
}
