/** What each kind of finding is called, what it does to a training, and what its fix does. */
export const FINDING_KINDS = {
  DEGENERATE: {
    title: "Shapes with no area",
    why: "There is nothing to learn from them, and they can make some losses infinite.",
    fix: "Delete all",
    fixOne: "Delete",
  },
  TANGLED: {
    title: "Tangled shapes",
    why: "They cross themselves so often that they do not outline an object, and their area is only estimated on a grid. Draw them again.",
    fix: null,
    fixOne: "Delete",
  },
  TINY: {
    title: "Tiny boxes",
    why: "A side shorter than 4 px disappears even in the finest feature map.",
    fix: "Delete all",
    fixOne: "Delete",
  },
  OUTSIDE: {
    title: "Shapes outside their image",
    why: "The model is asked to find something that is not in the image.",
    fix: "Clip all to the image",
    fixOne: "Clip",
  },
  DUPLICATE: {
    title: "Annotations drawn twice",
    why: "One of the two always counts as missed, however good the model is.",
    fix: "Delete the later ones",
    fixOne: "Delete the later",
  },
  OVERLAP: {
    title: "Overlapping shapes of one class",
    why: "Either one object is in front of another, or one was drawn twice. You have to look to tell.",
    fix: null,
    fixOne: "Delete the later",
  },
  CROWDED: {
    title: "Images too crowded to compare",
    why: "So many annotations overlap that not all pairs were compared. Some duplicates may be missing above.",
    fix: null,
    fixOne: null,
  },
  UNLABELLED: {
    title: "Images without annotations",
    why: "They teach the model that nothing is there. That is right for empty scenes, but wrong for images nobody annotated.",
    fix: null,
    fixOne: null,
  },
  SINGLE_CLASS: {
    title: "Images with only one class",
    why: "Nine in ten images show a single class, so the model rarely has to tell classes apart within an image.",
    fix: null,
    fixOne: null,
  },
  IMBALANCE: {
    title: "Rare classes",
    why: "These classes have less than 2% as many instances as the most common class, which is hardly enough to learn or to measure.",
    fix: null,
    fixOne: null,
  },
} as const;

export const SEVERITY_COLORS = { ERROR: "red", WARNING: "yellow", NOTE: "gray" } as const;
