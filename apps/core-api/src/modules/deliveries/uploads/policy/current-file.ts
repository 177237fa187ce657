import type { UploadRow } from "../queries.ts";

type CurrentFile = Pick<UploadRow, "objectKey" | "fileName" | "repairedKey" | "repairedName">;

/** The file that the check and the publication read: the repaired delivery if there is one, else the original. */
export function currentFile({
  objectKey,
  fileName,
  repairedKey,
  repairedName,
}: CurrentFile): { objectKey: string; fileName: string } | null {
  if (repairedKey !== null) return { objectKey: repairedKey, fileName: repairedName ?? fileName };
  return objectKey === null ? null : { objectKey, fileName };
}

type Read = Pick<UploadRow, "recipeRevision" | "readRevision" | "repairedKey">;

/** Whether an upload has repairs, and whether the file that was read already includes them. */
export function repairsOf({ recipeRevision, readRevision, repairedKey }: Read): "none" | "read" | "unread" {
  if (recipeRevision !== readRevision) return "unread";
  return repairedKey === null ? "none" : "read";
}
