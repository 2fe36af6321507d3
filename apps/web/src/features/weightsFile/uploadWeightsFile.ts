import { UploadError, uploadFile } from "../../upload/uploadFile.ts";

interface WeightsUpload {
  readonly projectId: string;
  readonly file: File;
  readonly onProgress: (fraction: number) => void;
  readonly signal: AbortSignal;
}

/** Streams weights to the server under the file's name and gives the id they are kept by. */
export async function uploadWeightsFile({ projectId, file, ...upload }: WeightsUpload): Promise<string> {
  const query = new URLSearchParams({ name: file.name, project: projectId });
  const { weightsFileId } = await uploadFile({
    path: `/files/weights?${query}`,
    contentType: "application/octet-stream",
    file,
    ...upload,
  });
  if (typeof weightsFileId === "string") return weightsFileId;
  throw new UploadError("The server did not say which file it stored. Reload the page, then try again.");
}
