/** Images that a dataset has: all that nobody deleted. Deleted ones stay as rows, for snapshots, predictions and losses name them. */
export const LIVE_IMAGE = { deletedAt: null } as const;

/** The same as a condition on the table `image`, not to be mistaken for that of its annotations. */
export const LIVE_IMAGE_SQL = "image.deleted_at IS NULL";
