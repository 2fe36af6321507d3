/** What a person may choose about files that do not say it themselves: the name is what the command line and the server take. */
export interface ReaderChoice {
  /** A question that its answers complete. */
  readonly label: string;
  /** The formats it is about; null for all. */
  readonly formats: readonly string[] | null;
  readonly answers: Readonly<Record<string, string>>;
}

/** The choices with a few answers each; names of columns and attributes are texts of their own. */
export const READER_CHOICES = {
  frame: {
    label: "Shapes were drawn on",
    formats: null,
    answers: { upright: "Images as shown (rotated by EXIF)", raw: "Images as stored" },
  },
  scaleToImage: {
    label: "Shapes of images with another size",
    formats: null,
    answers: { true: "Are scaled to the image", false: "Stay where they are" },
  },
  coordinates: {
    label: "Coordinates are",
    formats: null,
    answers: { pixels: "Pixels", fractions: "Fractions of the image (0 to 1)" },
  },
  crowds: {
    label: "Crowds (iscrowd) are",
    formats: ["coco", "cvat", "labelme", "label-studio"],
    answers: { crowds: "Crowds", objects: "Objects, as CVAT's masks in COCO are" },
  },
  tracks: {
    label: "Tracks of a video",
    formats: ["cvat"],
    answers: { interpolate: "Are interpolated between keyframes", keyframes: "Are read at keyframes only" },
  },
  maskValues: {
    label: "Values in mask images are",
    formats: ["masks"],
    answers: { numbers: "Numbers of objects or classes", threshold: "Light objects on dark" },
  },
  vocBase: {
    label: "VOC boxes count from",
    formats: ["voc"],
    answers: { 0: "0", 1: "1, as in the devkit" },
  },
} as const satisfies Readonly<Record<string, ReaderChoice>>;
export type ReaderChoiceName = keyof typeof READER_CHOICES;
