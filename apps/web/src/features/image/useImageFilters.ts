"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { useQueryState } from "../../url/useQueryState.ts";
import { type SubsetName, UNTAGGED } from "./imageFilter.ts";
import { type ImageOrder, readWorkList, type WorkList } from "./workList.ts";

/** Which of a dataset's images are shown, and in what order, kept in the page's address. A subset is one of the newest split while none is chosen. */
export function useImageFilters(newestSplitId: string | null) {
  const parameters = useSearchParams();
  const [, setCategoryId] = useQueryState("category");
  const [, setSubset] = useQueryState("subset");
  const [, setSplitId] = useQueryState("split");
  const [, setUnannotated] = useQueryState("unannotated");
  const [, setTag] = useQueryState("tag");
  const [, setUntagged] = useQueryState("untagged");
  const [, setOrder] = useQueryState("order");
  const [savedName, setSavedName] = useQueryState("name");
  const [typedName, setTypedName] = useState(savedName ?? "");
  const [fileName] = useDebouncedValue(typedName, 250);
  const list = useMemo<WorkList>(() => {
    const { filter, order } = readWorkList(parameters, newestSplitId);
    return { filter: { ...filter, fileName: fileName.trim() || null }, order };
  }, [parameters, newestSplitId, fileName]);

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
    list,
    state: list.filter,
    /** As it stands in the field; the list follows once typing pauses. */
    typedName,
    typeName,
    setCategoryId,
    setSubset: (value: SubsetName | null) => setSubset(value),
    setSplitId,
    setUnannotated: (on: boolean) => setUnannotated(on ? "1" : null),
    setTag: chooseTag,
    setOrder: (order: ImageOrder) => setOrder(order === "NEWEST" ? "newest" : null),
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
