"use client";

import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** How long typing must rest before the text is taken over. */
const SETTLED_MS = 300;

/**
 * The text of a field whose value stands in the page's address. What is typed shows at once; the address, which is slower than a quick typist, follows when the typing
 * rests. A field bound to the address itself loses letters. Text that comes from elsewhere (the back button, "Clear") replaces what is in the field.
 *
 * @param given the text as the address has it; `onSettled` must store what it is given unchanged
 */
export function useTypedText(given: string, onSettled: (text: string) => void) {
  const [text, setText] = useState(given);
  const [seen, setSeen] = useState(given);
  const [sent, setSent] = useState(given);
  if (seen !== given) {
    setSeen(given);
    if (given !== sent) {
      setSent(given);
      setText(given);
    }
  }
  const settle = useDebouncedCallback((typed: string) => {
    setSent(typed);
    onSettled(typed);
  }, SETTLED_MS);
  const onChange = (typed: string) => {
    setText(typed);
    settle(typed);
  };
  return { value: text, onChange };
}
