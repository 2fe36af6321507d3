const IMAGE_NAME = /\.(jpe?g|png|webp|tiff?|avif|heic|heif|bmp|gif)$/i;
const ANNOTATION_NAME = /\.(json|csv|tsv|txt|xml|ya?ml|names|labels|data)$/i;

/** Whether a file is an image by its name. */
export function isImagePath(path: string): boolean {
  return IMAGE_NAME.test(path);
}

/** Whether a file may hold annotations, or belong to them, by its name; its content decides. */
export function isAnnotationPath(path: string): boolean {
  return ANNOTATION_NAME.test(path);
}
