"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useQueryState } from "../../url/useQueryState.ts";
import { useTypedText } from "../../url/useTypedText.ts";
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
  const { value: typedName, onChange: typeName } = useTypedText(savedName ?? "", setSavedName);
  const list = useMemo<WorkList>(() => readWorkList(parameters, newestSplitId), [parameters, newestSplitId]);
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
