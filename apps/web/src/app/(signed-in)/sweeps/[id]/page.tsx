import { SweepAddress } from "../../../../features/sweep/SweepAddress.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <SweepAddress project={null} name={decodeURIComponent(id)} />;
}
