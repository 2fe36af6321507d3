/** A second click within this time makes a double click of both; browsers do not say how long they wait themselves. */
export const DOUBLE_CLICK_MS = 300;
/** A pointer that moved further between down and up drags. */
const CLICK_PX = 4;

interface ClickListeners {
  readonly onClick: () => void;
  readonly onDoubleClick: () => void;
}

/** Tells clicks from drags, and from the halves of a double click: one that undoes a zoom must not also open what a click opens. */
export function listenForClicks(target: EventTarget, { onClick, onDoubleClick }: ClickListeners): void {
  let downX = 0;
  let pending: ReturnType<typeof setTimeout> | undefined;
  const on = (name: string, listener: (event: MouseEvent) => void) =>
    target.addEventListener(name, listener as EventListener);
  on("mousedown", ({ clientX }) => {
    downX = clientX;
  });
  on("click", ({ clientX, detail }) => {
    clearTimeout(pending);
    if (Math.abs(clientX - downX) < CLICK_PX && detail < 2) pending = setTimeout(onClick, DOUBLE_CLICK_MS);
  });
  on("dblclick", () => {
    clearTimeout(pending);
    onDoubleClick();
  });
}
