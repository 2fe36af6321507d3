import { Skeleton } from "@mantine/core";
import classes from "./FrameSkeleton.module.css";

/** The frame's outline while the session is being read. */
export function FrameSkeleton() {
  return (
    <div className={classes.frame} role="status" aria-label="Loading">
      <div className={classes.navigation}>
        <Skeleton h={20} w={110} mb="xl" />
        <Skeleton h={14} w={130} mb="md" />
        <Skeleton h={14} w={100} mb="md" />
        <Skeleton h={14} w={120} />
      </div>
      <div className={classes.content}>
        <Skeleton h={22} w={180} mb="xl" />
        <Skeleton h={180} radius="lg" />
      </div>
    </div>
  );
}
