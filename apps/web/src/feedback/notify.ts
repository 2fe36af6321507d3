import { notifications } from "@mantine/notifications";

/** A short message that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, color: "teal", autoClose: 3_500 });
}

/** A message that something was refused or failed; it stays long enough to be read. */
export function notifyFailed(title: string, message: string): void {
  notifications.show({ title, message, color: "red", autoClose: 10_000 });
}
