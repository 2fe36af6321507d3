"use client";

import { useQueryState } from "../../url/useQueryState.ts";
import type { ShownPicture } from "./PictureChoice.tsx";

/** Which pictures are shown; what differs from what the place shows by itself stands in the page's address. */
export function useShownPicture(byItself: ShownPicture): [ShownPicture, (shown: ShownPicture) => void] {
  const [text, setText] = useQueryState("pictures");
  const shown = text === "trained" || text === "original" ? text : byItself;
  return [shown, (chosen) => setText(chosen === byItself ? null : chosen)];
}
