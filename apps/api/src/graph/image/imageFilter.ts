import { builder } from "../builder/builder.ts";
import { Subset } from "../split/subset.ts";

export const ImageFilter = builder.inputType("ImageFilter", {
  description: "All conditions hold together.",
  fields: (t) => ({
    fileNameContains: t.string({ description: "Anywhere in the path, upper and lower case alike." }),
    categoryId: t.globalID({ for: "Category", description: "Images with an annotation of this category." }),
    unannotated: t.boolean({ description: "true: images without annotations; false: images with some." }),
    splitId: t.globalID({ for: "Split", description: "Images of this split." }),
    tags: t.stringList({ description: "Images that have all of these tags." }),
    untagged: t.boolean({ description: "true: images without tags; false: images with some." }),
    subset: t.field({ type: Subset, description: "Of the split named by `splitId`; of any split when none is named." }),
  }),
});
