import { NotFoundState } from "../../feedback/NotFoundState.tsx";

export default function NotFound() {
  return (
    <NotFoundState
      noun="page"
      waysOn={[
        { label: "All datasets", href: "/datasets" },
        { label: "All runs", href: "/runs" },
      ]}
    />
  );
}
