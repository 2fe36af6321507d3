import type { ImageEntry } from "../reading/DocumentBuilder.ts";
import { FormatError } from "../reading/FormatError.ts";
import type { ReadContext } from "../reading/FormatReader.ts";
import type { ImageMatch } from "../reading/matchImages.ts";
import type { ImageSize } from "../reading/settleShape.ts";
import type { XmlElement } from "../xml/readXml.ts";
import { CVAT_SHAPES } from "./cvatShape.ts";
import { FramePictures } from "./FramePictures.ts";
import { interpolateShape } from "./interpolateShape.ts";

/** A shape on one image or frame. */
export interface CvatShape {
  readonly place: string;
  readonly element: XmlElement;
  readonly label: string;
  /** The `group_id`; "" and "0" are none. */
  readonly group: string;
  /** How its place was found where the file does not list it: between two keyframes; else null. */
  readonly between: string | null;
}

/** What a file says of a video, or of a task of images whose export was one for videos. */
export interface CvatVideo {
  readonly path: string;
  size: ImageSize | null;
  /** How many frames the task has; null where the file does not say. */
  frames: number | null;
  startFrame: number;
  frameStep: number;
  readonly tracks: XmlElement[];
}

/** More objects than this between keyframes are a mistake, or better read from CVAT's own export, which lists them. */
const INTERPOLATED_MAX = 2_000_000;

interface Frame {
  readonly entry: ImageEntry;
  readonly match: ImageMatch | null;
  readonly shapes: readonly CvatShape[];
}

/**
 * The shapes of tracks, frame by frame. A track lists its keyframes; what lies between two of them CVAT interpolates, and so is it read
 * here on every frame that has a picture, each with a line in the ledger, unless the person asked for the frames listed alone.
 * @throws FormatError when the keyframes stand for more objects than are read.
 */
export function framesOfTracks(video: CvatVideo, { document, options }: ReadContext): Frame[] {
  const { path, size } = video;
  const pictures = new FramePictures(video, document);
  document.ledger.warn(pictures.told, path);
  const frames = new Map<number, CvatShape[]>();
  const add = (frame: number, shape: CvatShape) => {
    const shapes = frames.get(frame);
    if (shapes === undefined) frames.set(frame, [shape]);
    else shapes.push(shape);
  };
  let interpolated = 0;
  for (const track of video.tracks) {
    const { id = "", label = "", group_id: group = "" } = track.attributes;
    const shapeAt = (frame: number, element: XmlElement, between: string | null): CvatShape => ({
      place: `${path} track[${id}] frame ${frame}`,
      element,
      label: label.trim(),
      group: element.attributes.group_id ?? group,
      between,
    });
    const listed = listedShapes(track);
    for (const { frame, element } of listed) add(frame, shapeAt(frame, element, null));
    for (const [i, from] of listed.entries()) {
      const to = listed[i + 1];
      if (to === undefined || from.element.attributes.outside === "1") continue;
      const between = pictures.framesBetween(from.frame, to.frame);
      if (between.length === 0) continue;
      if (options.tracks === "keyframes") {
        document.ledger.warn(
          `the object is there between keyframes ${from.frame} and ${to.frame} too, as CVAT shows it: ${between.length} ${between.length === 1 ? "frame shows" : "frames show"} it and have no shape of it`,
          `${path} track[${id}]`,
        );
        continue;
      }
      interpolated += between.length;
      if (interpolated > INTERPOLATED_MAX) {
        throw new FormatError(
          path,
          `its keyframes stand for more than ${INTERPOLATED_MAX} objects on other frames`,
          "Export it from CVAT, which lists each frame, or read the keyframes alone",
        );
      }
      for (const frame of between) {
        const share = (frame - from.frame) / (to.frame - from.frame);
        const { element, isHeld } = interpolateShape(from.element, to.element, share);
        const what = isHeld ? "the shape of the former is kept, as they cannot be joined" : "its place is interpolated";
        add(frame, shapeAt(frame, element, `between keyframes ${from.frame} and ${to.frame} of its track: ${what}`));
      }
    }
  }
  return [...frames]
    .sort(([a], [b]) => a - b)
    .map(([frame, shapes]) => {
      const entry: ImageEntry = {
        key: `${path} frame ${frame}`,
        fileName: pictures.nameOf(frame),
        size,
        fromFile: path,
      };
      return { entry, match: document.match(entry), shapes };
    });
}

function listedShapes(track: XmlElement): { frame: number; element: XmlElement }[] {
  return track.children
    .flatMap((element) => {
      const frame = Number(element.attributes.frame);
      return CVAT_SHAPES.has(element.name) && Number.isSafeInteger(frame) ? [{ frame, element }] : [];
    })
    .sort((a, b) => a.frame - b.frame);
}
