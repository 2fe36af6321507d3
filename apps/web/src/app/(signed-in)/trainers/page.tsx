import { TrainersPage } from "../../../features/trainer/TrainersPage.tsx";

export default function Page() {
  return <TrainersPage />;
}
