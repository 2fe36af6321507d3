import { RunAddress } from "../../../../../../features/runPage/RunAddress.tsx";

export default async function Page({ params }: { params: Promise<{ slug: string; number: string }> }) {
  const { slug, number } = await params;
  return <RunAddress project={decodeURIComponent(slug)} name={decodeURIComponent(number)} />;
}
