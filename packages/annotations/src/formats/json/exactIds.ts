/** Numbers of so many digits may not be what JavaScript makes of them: 2^53 has sixteen. */
const LONG_ID = /"(id|image_id|category_id)"(\s*:\s*)(-?\d{16,})(?=\s*[,}])/;
const LONG_IDS = new RegExp(LONG_ID, "g");

/** JSON with ids of sixteen and more digits as text, which keeps all of them: as numbers, neighbours would become one. */
export function withExactIds(json: string): string {
  return LONG_ID.test(json) ? json.replace(LONG_IDS, '"$1"$2"$3"') : json;
}
