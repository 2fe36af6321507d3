import type { TrainingImage } from "@maskyard/model";
import sharp from "sharp";
import { CliError } from "../errors/CliError.ts";

/** A camera's largest; more is a mistake or an attack. */
const PIXELS_MAX = 300_000_000;

/** An image file as upright RGB. */
export async function readImage(path: string): Promise<TrainingImage> {
  try {
    const { data, info } = await sharp(path, { limitInputPixels: PIXELS_MAX, failOn: "error" })
      .rotate() // as EXIF says
      .toColourspace("srgb")
      .removeAlpha() // as in training
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`it has ${info.channels} channels, expected 3`);
    return { pixels: data, heightPx: info.height, widthPx: info.width };
  } catch (cause) {
    const reason = reasonOf(cause);
    throw new CliError("UNREADABLE_IMAGE", `${path} cannot be read as an image: ${reason}`, { cause });
  }
}

/** libheif's sentence names plugins; what a person can do is another. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.includes("HEVC")
    ? "its HEVC coding (HEIC) cannot be read here; convert it to JPEG, PNG or AVIF"
    : (message.split("\n")[0] ?? message);
}
