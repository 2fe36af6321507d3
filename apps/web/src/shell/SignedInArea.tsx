"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { FrameSkeleton } from "../feedback/FrameSkeleton.tsx";

// Everything behind the sign-in is drawn in the browser: it is live data of one person, authorised by the API.
const BrowserArea = dynamic(() => import("./BrowserArea.tsx").then((module) => module.BrowserArea), {
  ssr: false,
  loading: () => <FrameSkeleton />,
});

export function SignedInArea({ children }: { children: ReactNode }) {
  return <BrowserArea>{children}</BrowserArea>;
}
