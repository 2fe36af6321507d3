/** Pixels of one image: 16384 x 16384. A picture that claims more is refused before it is decoded. */
export const IMAGE_PIXELS_MAX = 16_384 * 16_384;
/** Bytes of one image file. */
export const IMAGE_BYTES_MAX = 256 * 1024 ** 2;
