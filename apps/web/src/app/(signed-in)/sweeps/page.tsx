import { SweepsPage } from "../../../features/sweep/SweepsPage.tsx";

export default function Page() {
  return <SweepsPage />;
}
