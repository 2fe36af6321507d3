import type { Metadata } from "next";
import { SignInPage } from "../../features/session/SignInPage.tsx";

export const metadata: Metadata = { title: "Sign in" };

type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export default async function Page({ searchParams }: { searchParams: SearchParams }) {
  const { from, error } = await searchParams;
  return (
    <SignInPage from={typeof from === "string" ? from : null} linkError={typeof error === "string" ? error : null} />
  );
}
