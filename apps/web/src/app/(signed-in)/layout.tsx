import type { ReactNode } from "react";
import { SignedInArea } from "../../shell/SignedInArea.tsx";

export default function SignedInLayout({ children }: { children: ReactNode }) {
  return <SignedInArea>{children}</SignedInArea>;
}
