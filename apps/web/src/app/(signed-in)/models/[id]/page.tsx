import { ModelPage } from "../../../../features/registeredModel/ModelPage.tsx";

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ModelPage id={decodeURIComponent(id)} />;
}
