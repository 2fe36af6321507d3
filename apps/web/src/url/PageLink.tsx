"use client";

// biome-ignore lint/style/noRestrictedImports: the one place that it is used at
import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link to a page of ours, which is fetched ahead once the pointer or the focus is on it. Next's own link fetches all that are in sight: a table of a hundred
 * runs would ask a hundred times, and a first visit would bring the files of every page.
 */
export function PageLink({ onPointerEnter, onFocus, ...rest }: ComponentProps<typeof Link>) {
  const [wanted, setWanted] = useState(false);
  return (
    <Link
      {...rest}
      prefetch={wanted ? null : false}
      onPointerEnter={(event) => {
        setWanted(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setWanted(true);
        onFocus?.(event);
      }}
    />
  );
}
