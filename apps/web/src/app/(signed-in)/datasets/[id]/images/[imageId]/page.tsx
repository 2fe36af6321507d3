import { ImagePage } from "../../../../../../features/image/ImagePage.tsx";

export default async function Page({ params }: { params: Promise<{ id: string; imageId: string }> }) {
  const { id, imageId } = await params;
  return <ImagePage datasetId={decodeURIComponent(id)} imageId={decodeURIComponent(imageId)} />;
}
