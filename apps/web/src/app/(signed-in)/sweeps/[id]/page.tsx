import { SweepPage } from "../../../../features/sweep/SweepPage.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SweepPage id={decodeURIComponent(id)} />;
}
