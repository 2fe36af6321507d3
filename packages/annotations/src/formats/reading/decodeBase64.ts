/**
 * Base64 as bytes; line breaks and a data URL's prefix are allowed. Works in browsers and in Node.
 * @throws RangeError when the text is no base64.
 */
export function decodeBase64(text: string): Uint8Array {
  let binary: string;
  try {
    binary = atob(text.replace(/^data:[^,]*,/, ""));
  } catch {
    throw new RangeError("the text is no base64");
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
