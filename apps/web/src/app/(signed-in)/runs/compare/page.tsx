import { ComparePage } from "../../../../features/compare/ComparePage.tsx";

export default function Page() {
  return <ComparePage />;
}
