import { SweepAddress } from "../../../../../../features/sweep/SweepAddress.tsx";

export default async function Page({ params }: { params: Promise<{ slug: string; number: string }> }) {
  const { slug, number } = await params;
  return <SweepAddress project={decodeURIComponent(slug)} name={decodeURIComponent(number)} />;
}
