import type { WantedJob } from "../../../../kernel/jobs/rows.ts";

/** The job that reads and checks an upload. */
export function inspectionOf({ id, fileName, datasetId }: { id: string; fileName: string; datasetId: string | null }): WantedJob {
  return { kind: "check-upload", subjectId: id, subject: fileName, uploadId: id, datasetId };
}
