import { DatasetsPage } from "../../../features/dataset/DatasetsPage.tsx";

export default function Page() {
  return <DatasetsPage />;
}
