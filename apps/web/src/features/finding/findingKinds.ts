/** What each kind of finding is called, what it does to a training, and what its fix does. */
export const FINDING_KINDS = {
  DEGENERATE: {
    title: "Shapes without area",
    why: "There is nothing in them to learn from, and some losses become infinite.",
    fix: "Delete all",
    fixOne: "Delete",
  },
  TANGLED: {
    title: "Tangled shapes",
    why: "They cross themselves so often that they are no outline of a thing, and their area is counted on a grid: draw them anew.",
    fix: null,
    fixOne: "Delete",
  },
  TINY: {
    title: "Tiny boxes",
    why: "A side below 4 px is lost on the way to the finest feature map.",
    fix: "Delete all",
    fixOne: "Delete",
  },
  OUTSIDE: {
    title: "Shapes outside their image",
    why: "The model is asked for what is not in the picture.",
    fix: "Cut all to the image",
    fixOne: "Cut",
  },
  DUPLICATE: {
    title: "Annotations drawn twice",
    why: "One of the two counts as missed, however good the model is.",
    fix: "Delete the later ones",
    fixOne: "Delete the later",
  },
  OVERLAP: {
    title: "Overlapping shapes of one class",
    why: "Two things behind one another, or one drawn twice: only a look tells.",
    fix: null,
    fixOne: "Delete the later",
  },
  CROWDED: {
    title: "Images too crowded to compare",
    why: "So many annotations lie on top of one another that not all pairs were compared: some drawn twice may be missing above.",
    fix: null,
    fixOne: null,
  },
  UNLABELLED: {
    title: "Images without annotations",
    why: "They teach that nothing is there. Right for empty scenes, wrong for forgotten ones.",
    fix: null,
    fixOne: null,
  },
  SINGLE_CLASS: {
    title: "Images of one class only",
    why: "Nine in ten images show one class alone: the classes are never told apart within a picture.",
    fix: null,
    fixOne: null,
  },
  IMBALANCE: {
    title: "Rare classes",
    why: "Less than a fiftieth of the commonest class's instances: hardly enough to learn or to measure.",
    fix: null,
    fixOne: null,
  },
} as const;

export const SEVERITY_COLORS = { ERROR: "red", WARNING: "yellow", NOTE: "gray" } as const;
