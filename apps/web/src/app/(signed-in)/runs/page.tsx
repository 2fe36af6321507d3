import { RunsPage } from "../../../features/run/RunsPage.tsx";

export default function Page() {
  return <RunsPage />;
}
