"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useQueryState } from "../../url/useQueryState.ts";
import { type ImageFilterState, SUBSETS, type SubsetName, UNTAGGED } from "./imageFilter.ts";

/** Which of a dataset's images are shown, kept in the page's address. A subset is one of the newest split while none is chosen. */
export function useImageFilters(newestSplitId: string | null) {
  const [categoryId, setCategoryId] = useQueryState("category");
  const [subset, setSubset] = useQueryState("subset");
  const [splitId, setSplitId] = useQueryState("split");
  const [unannotated, setUnannotated] = useQueryState("unannotated");
  const [tag, setTag] = useQueryState("tag");
  const [untagged, setUntagged] = useQueryState("untagged");
  const [savedName, setSavedName] = useQueryState("name");
  const [typedName, setTypedName] = useState(savedName ?? "");
  const [fileName] = useDebouncedValue(typedName, 250);

  const state: ImageFilterState = {
    fileName: fileName.trim() || null,
    categoryId,
    unannotated: unannotated !== null,
    splitId: splitId ?? newestSplitId,
    subset: SUBSETS.find(({ value }) => value === subset)?.value ?? null,
    tag: untagged === null ? tag : UNTAGGED,
  };

  const typeName = (name: string) => {
    setTypedName(name);
    setSavedName(name.trim() || null);
  };
  /** A tag, {@link UNTAGGED}, or null for any. */
  const chooseTag = (name: string | null) => {
    setUntagged(name === UNTAGGED ? "1" : null);
    setTag(name === UNTAGGED ? null : name);
  };

  return {
    state,
    /** As it stands in the field; the state follows once typing pauses. */
    typedName,
    typeName,
    setCategoryId,
    setSubset: (value: SubsetName | null) => setSubset(value),
    setSplitId,
    setUnannotated: (on: boolean) => setUnannotated(on ? "1" : null),
    setTag: chooseTag,
    clear: () => {
      typeName("");
      setCategoryId(null);
      setSubset(null);
      setUnannotated(null);
      chooseTag(null);
    },
  };
}

export type ImageFilters = ReturnType<typeof useImageFilters>;
