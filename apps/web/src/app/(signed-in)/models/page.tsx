import { ModelsPage } from "../../../features/registeredModel/ModelsPage.tsx";

export default function Page() {
  return <ModelsPage />;
}
