"use client";

import { TagsInput } from "@mantine/core";
import { useState } from "react";
import { notifyFailed } from "../../feedback/notify.ts";
import { useTagImages } from "./useTagImages.ts";

interface ImageTagsProps {
  readonly datasetId: string;
  readonly imageId: string;
  readonly tags: readonly string[];
  /** Tags that other images of the dataset have. */
  readonly known: readonly string[];
}

/** The tags of one image; each is saved as it is added or taken away. */
export function ImageTags({ datasetId, imageId, tags, known }: ImageTagsProps) {
  const [tagImages] = useTagImages();
  /** What is on its way to the server. */
  const [wanted, setWanted] = useState<string[] | null>(null);

  const change = async (next: string[]) => {
    const add = next.filter((tag) => !tags.includes(tag));
    const remove = tags.filter((tag) => !next.includes(tag));
    if (add.length + remove.length === 0) return;
    setWanted(next);
    const outcome = await tagImages({ datasetId, imageIds: [imageId], add, remove });
    setWanted(null);
    if (!outcome.ok) notifyFailed("The tags were not changed", outcome.message);
  };

  return (
    <TagsInput
      aria-label="Tags of this image"
      size="xs"
      placeholder={tags.length === 0 ? "Add a tag" : ""}
      data={known.filter((tag) => !tags.includes(tag))}
      value={wanted ?? [...tags]}
      onChange={change}
      disabled={wanted !== null}
      acceptValueOnBlur
    />
  );
}
