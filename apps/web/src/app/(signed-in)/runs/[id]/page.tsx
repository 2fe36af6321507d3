import { RunAddress } from "../../../../features/runPage/RunAddress.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RunAddress project={null} name={decodeURIComponent(id)} />;
}
