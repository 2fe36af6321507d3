export { checkAlertRules } from "./alert/checkAlertRules.ts";
export { type AlertDetail, type AlertKind, type ClaimedDelivery, claimDeliveries } from "./alert/claimDeliveries.ts";
export { type AttemptOutcome, DELIVERY_ATTEMPTS_MAX, returnDelivery, settleDelivery } from "./alert/settleDelivery.ts";
export { BlobStore, type ByteRange, type StoredBlob } from "./blobs/BlobStore.ts";
export { BlobDamagedError, BlobMissingError, BlobRemovedError } from "./blobs/blobErrors.ts";
export { deleteUnusedBlobRows, deleteUnusedBlobs } from "./blobs/deleteUnusedBlobs.ts";
export { insertBlobs, recordBlob } from "./blobs/recordBlob.ts";
export { removeBlobFiles } from "./blobs/removeBlobFiles.ts";
export { sizeOfFile } from "./blobs/sizeOfFile.ts";
export { makeFolderDurable, syncFolder } from "./blobs/syncFolder.ts";
export { type CopyValue, copyRows } from "./bulk/copyRows.ts";
export { type AnnotationRow, insertAnnotations } from "./bulk/insertAnnotations.ts";
export { type ImageRow, insertImages } from "./bulk/insertImages.ts";
export { insertSplitAssignments, type SplitAssignmentRow } from "./bulk/insertSplitAssignments.ts";
export { revisionSql } from "./bulk/revisionSql.ts";
export { createDatabase, type Database, type DatabaseOptions } from "./database/createDatabase.ts";
export { inTransaction } from "./database/inTransaction.ts";
export { isDatabaseDiskFull } from "./database/isDatabaseDiskFull.ts";
export { newId } from "./database/newId.ts";
export { sqlStateOf } from "./database/sqlStateOf.ts";
export { isTransientError, type RetryOptions, withRetry } from "./database/withRetry.ts";
export { LIVE_IMAGE, LIVE_IMAGE_SQL } from "./image/liveImage.ts";
export { appendImageLosses } from "./imageLoss/appendImageLosses.ts";
export { type ImageLoss, type ImageLossInput, LOSS_PARTS, type LossPart } from "./imageLoss/ImageLoss.ts";
export { type ImageLossQuery, readImageLosses } from "./imageLoss/readImageLosses.ts";
export { type ImageLossSummary, summariseImageLosses } from "./imageLoss/summariseImageLosses.ts";
export { truncateImageLossesAfter } from "./imageLoss/truncateImageLossesAfter.ts";
export { heartbeatJob } from "./job/heartbeatJob.ts";
export { insertJobs, type NewJob } from "./job/insertJobs.ts";
export type { JobKind, JobMove } from "./job/JobKind.ts";
export { type JobLease, LeaseLostError } from "./job/JobLease.ts";
export { requeueExpiredJobs } from "./job/requeueExpiredJobs.ts";
export { setPriority } from "./job/setPriority.ts";
export { isFinal, JOB_STATUSES, type JobStatus } from "./job/transition.ts";
export { appendLog, type LogLineInput } from "./log/appendLog.ts";
export { type LogLine, readLog } from "./log/readLog.ts";
export { type Notifications, notify, type RunEventNotification } from "./notify/channels.ts";
export { type Listener, type ListenOptions, listen } from "./notify/listen.ts";
export { alertSql, endedRunsAlertSql } from "./outbox/alertSql.ts";
export { Rounds } from "./process/Rounds.ts";
export { StandardOutput } from "./process/StandardOutput.ts";
export { deleteRun, type RunDeletion } from "./progress/deleteRun.ts";
export { type CheckpointRecord, recordCheckpoint } from "./progress/recordCheckpoint.ts";
export {
  type EvaluationMetrics,
  type EvaluationRecord,
  type PredictionInput,
  recordEvaluation,
} from "./progress/recordEvaluation.ts";
export { type RunProgress, recordProgress } from "./progress/recordProgress.ts";
export { discardCheckpointsAfter, pruneCheckpoints } from "./progress/removeCheckpoints.ts";
export { ConfigurationError } from "./runConfiguration/ConfigurationError.ts";
export { CHECKPOINT_METRICS, type CheckpointRetention } from "./runConfiguration/checkpointRetention.ts";
export { closestName } from "./runConfiguration/closestName.ts";
export { type Preset, presets, type Recipe } from "./runConfiguration/presets.ts";
export { checkSetting, resolveConfiguration } from "./runConfiguration/resolveConfiguration.ts";
export {
  CONFIGURATION_KEYS,
  CONFIGURATION_VERSION,
  type RunConfiguration,
  runConfigurationSchema,
} from "./runConfiguration/runConfigurationSchema.ts";
export { type SettingDescription, settingDescriptions } from "./runConfiguration/settingDescriptions.ts";
export { appendPoints, type PointInput } from "./series/appendPoints.ts";
export { LogWriter } from "./series/LogWriter.ts";
export { type BatchOutcome, type LoggedBatch, type LoggedPoint, logBatches } from "./series/logBatches.ts";
export { isStep, isTimeMs, LARGEST_STEP } from "./series/pointRules.ts";
export { readHistory, type SeriesHistory } from "./series/readHistory.ts";
export { readSeries, readSeriesOfRuns, type SeriesData, type SeriesExcerpt } from "./series/readSeries.ts";
export { readStep, type StepPoint } from "./series/readStep.ts";
export { truncatePointsAfter } from "./series/truncatePointsAfter.ts";
export { type CreatedSnapshot, createSnapshot } from "./snapshot/createSnapshot.ts";
export { currentManifest } from "./snapshot/currentManifest.ts";
export { isEmptyDiff } from "./snapshot/diffCategories.ts";
export { diffManifests } from "./snapshot/diffManifests.ts";
export { diffFromNow, diffSnapshots, type SnapshotOrigin } from "./snapshot/diffSnapshots.ts";
export type {
  AnnotationDifference,
  AnnotationDifferenceCounts,
  CategoryRename,
  DifferenceCounts,
  DifferenceKind,
  ImageDifference,
  ManifestDiff,
} from "./snapshot/ManifestDiff.ts";
export {
  type ManifestImagePage,
  manifestTeaches,
  readManifestImages,
  readManifestSubsets,
} from "./snapshot/manifestImages.ts";
export { readManifest } from "./snapshot/readManifest.ts";
export type {
  ManifestAnnotation,
  ManifestCategory,
  ManifestImage,
  SnapshotManifest,
  SubsetName,
} from "./snapshot/SnapshotManifest.ts";
export { JSON_DEPTH_MAX, type JsonProblem, storableJson, unstorableInJson } from "./storable/storableJson.ts";
export { holdsControlCharacters, storableName, storableText, unstorableIn } from "./storable/storableText.ts";
export { checkStorage } from "./storage/checkStorage.ts";
export { removeLeftOverDataset } from "./storage/removeLeftOverDataset.ts";
export type { StorageProblem, StorageProblemKind, StorageReport } from "./storage/StorageProblem.ts";
export { gridPoints, gridSize, randomPoints, type SweepPoint } from "./sweep/planPoints.ts";
export { describeSweepStop, readSweepStop, type SweepStop } from "./sweep/recordRung.ts";
export { isRange, type SweepDimension, sweepDimensionSchema } from "./sweep/SweepDimension.ts";
export { stopSweep } from "./sweep/stopSweep.ts";
export { rungLevels, type SweepGoal } from "./sweep/successiveHalving.ts";
export { aliveTrainers, recentTrainers, TRAINER_SILENCE_SECONDS } from "./trainer/aliveTrainers.ts";
export { describeWait } from "./trainer/describeWait.ts";
export { registerTrainer, stopTrainer, type TrainerIntroduction, touchTrainer } from "./trainer/trainerPresence.ts";
export { type ClaimedCheckpoint, type ClaimedRun, claimRun, type InitialWeights } from "./training/claimRun.ts";
export { failAttempt } from "./training/failAttempt.ts";
export { finishRun, finishRunWithin } from "./training/finishRun.ts";
export type { RunLease } from "./training/RunLease.ts";
export { releaseRun } from "./training/releaseRun.ts";
export { requestCancel } from "./training/requestCancel.ts";
export { retryRun } from "./training/retryRun.ts";
export { JOB_KINDS, type RunStatus, trainJob } from "./training/trainJob.ts";
