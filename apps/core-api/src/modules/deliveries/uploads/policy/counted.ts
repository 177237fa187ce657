import type { UploadRow } from "../queries.ts";

type Counted = Pick<UploadRow, "objectKey" | "fileName" | "repairedKey" | "repairedName">;

/** The file that an upload's reading and publication are of: the repaired delivery where there is one, else the original. */
export function countedFile({ objectKey, fileName, repairedKey, repairedName }: Counted): { objectKey: string; fileName: string } | null {
  if (repairedKey !== null) return { objectKey: repairedKey, fileName: repairedName ?? fileName };
  return objectKey === null ? null : { objectKey, fileName };
}

type Read = Pick<UploadRow, "recipeRevision" | "readRevision" | "repairedKey">;

/** Has an upload repairs, and is what was read of it the delivery as they leave it? */
export function repairsOf({ recipeRevision, readRevision, repairedKey }: Read): "none" | "read" | "unread" {
  if (recipeRevision !== readRevision) return "unread";
  return repairedKey === null ? "none" : "read";
}
