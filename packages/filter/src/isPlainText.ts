import { isReserved } from "./reservedWords.ts";
import { tokenize } from "./tokenize.ts";

/** Whether the text is nothing but words, so no filter at all: something to search for. */
export function isPlainText(text: string): boolean {
  try {
    return tokenize(text).every((token) => token.type === "word" && !isReserved(token.text));
  } catch {
    // What is no word is meant as a filter, and the parser says what is wrong with it.
    return false;
  }
}
