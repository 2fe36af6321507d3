/** What each kind of finding is called, and what its fix does. */
export const FINDING_KINDS = {
  DEGENERATE: { title: "Shapes without area", fix: "Delete them" },
  TINY: { title: "Tiny boxes", fix: "Delete them" },
  OUTSIDE: { title: "Shapes outside their image", fix: "Cut them to the image" },
  DUPLICATE: { title: "Annotations drawn twice", fix: "Delete the later ones" },
  OVERLAP: { title: "Overlapping shapes of one class", fix: null },
  UNLABELLED: { title: "Images without annotations", fix: null },
  SINGLE_CLASS: { title: "Images of one class only", fix: null },
  IMBALANCE: { title: "Classes that hardly ever come", fix: null },
} as const;

export const SEVERITY_COLORS = { ERROR: "red", WARNING: "yellow", NOTE: "gray" } as const;
