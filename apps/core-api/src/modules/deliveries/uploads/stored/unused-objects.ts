import type { Core } from "../../../../kernel/core.ts";
import { filesKeptSince } from "../../../processing/policy.ts";

/** Deletes objects that nobody names any more. The same bytes may have been handed in twice, by whomever. */
export async function deleteUnused(core: Core, keys: readonly string[]): Promise<void> {
  for (const key of new Set(keys)) if (!(await isUsed(core, key))) await core.storage.delete(key);
}

async function isUsed(core: Core, key: string): Promise<boolean> {
  return core.database.withSystem(async (tx) => {
    const [row] = await tx.$queryRaw<{ used: boolean }[]>`
      SELECT EXISTS (SELECT FROM uploads WHERE object_key = ${key} OR repaired_key = ${key})
        OR EXISTS (SELECT FROM upload_layers WHERE source->>'sampleKey' = ${key} OR source->'rows'->>'key' = ${key})
        OR EXISTS (SELECT FROM uploads WHERE rasters @> ${JSON.stringify([{ previewKey: key }])}::jsonb)
        OR EXISTS (SELECT FROM dataset_attachments WHERE object_key = ${key} OR preview_key = ${key})
        OR EXISTS (SELECT FROM report_files WHERE storage_key = ${key} OR thumbnail_key = ${key})
        OR EXISTS (SELECT FROM processing_runs WHERE file->>'objectKey' = ${key} AND finished_at > ${filesKeptSince()})
        OR EXISTS (SELECT FROM edit_imports WHERE object_key = ${key})
        OR EXISTS (SELECT FROM portals WHERE logo_key = ${key}) AS used`;
    return row?.used ?? true;
  });
}
