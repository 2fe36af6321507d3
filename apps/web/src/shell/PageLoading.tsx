import { Skeleton } from "@mantine/core";

/** A page's outline while what it shows is on its way. */
export function PageLoading({ label }: { label: string }) {
  return (
    <div style={{ padding: 28 }} role="status" aria-label={label}>
      <Skeleton h={24} w={260} mb="lg" />
      <Skeleton h={60} mb="lg" radius="lg" />
      <Skeleton h={300} radius="lg" />
    </div>
  );
}
