import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SECRET_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const form = /^msk_[0-9A-Za-z]{36}$/;

/**
 * A new token: `msk_`, 30 random characters of base 62 (178 bits) and the CRC-32 of these as 6 more, so that a scanner
 * can tell a real one from text that looks like one without asking a server.
 * https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/
 */
export function makeTokenText(): string {
  let secret = "";
  while (secret.length < SECRET_LENGTH) {
    for (const byte of randomBytes(SECRET_LENGTH)) {
      // 248 is the largest multiple of 62 below 256: taking the rest of larger bytes would favour some characters.
      if (byte < 248 && secret.length < SECRET_LENGTH) {
        secret += alphabet[byte % 62];
      }
    }
  }
  return `msk_${secret}${checksum(secret)}`;
}

/** Whether the text has a token's form and its checksum fits. */
export function isTokenText(text: string): boolean {
  return form.test(text) && checksum(text.slice(4, 4 + SECRET_LENGTH)) === text.slice(4 + SECRET_LENGTH);
}

/** What is kept of a token: its SHA-256. The token has too many bits to be found by trying, so no slow hash is needed. */
export function tokenSha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** What a person recognises a token by. */
export function tokenPrefix(text: string): string {
  return text.slice(0, 8);
}

function checksum(secret: string): string {
  let rest = crc32(secret);
  let text = "";
  for (let position = 0; position < CHECKSUM_LENGTH; position += 1) {
    text = alphabet[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
