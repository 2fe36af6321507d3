import { useEffect, useState } from "react";

/** Whether the space bar is down, which turns any tool into the hand that moves the view. */
export function useSpaceHeld(): boolean {
  const [heldDown, setHeldDown] = useState(false);
  useEffect(() => {
    const change = (event: KeyboardEvent) => {
      if (event.code !== "Space" || (event.target as HTMLElement).closest("input, textarea, button, select, a")) return;
      event.preventDefault();
      setHeldDown(event.type === "keydown");
    };
    window.addEventListener("keydown", change);
    window.addEventListener("keyup", change);
    return () => {
      window.removeEventListener("keydown", change);
      window.removeEventListener("keyup", change);
    };
  }, []);
  return heldDown;
}
