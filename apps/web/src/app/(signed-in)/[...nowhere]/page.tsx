import { notFound } from "next/navigation";

/** An address of no page of ours: answered within the frame, so that its navigation is there. */
export default function Page(): never {
  notFound();
}
