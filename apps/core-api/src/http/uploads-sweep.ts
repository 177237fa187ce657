import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Core } from "../kernel/core.ts";
import { spaceLeft } from "../kernel/disk-space.ts";
import { forgetUploads, type UploadUnderWay, uploadsUnderWay } from "../modules/deliveries/uploads/service/receive.ts";

const HOUR_MS = 3600 * 1000;
/** An upload waits this long for its next byte. */
export const KEPT_MS = 7 * 24 * HOUR_MS;
/** On a disk without free space it waits less; so do bytes without an upload. */
const KEPT_SHORTLY_MS = HOUR_MS;

interface Incoming {
  core: Core;
  directory: string;
  /** Stores an upload whose bytes are all here, in its person's name. */
  finish(upload: UploadUnderWay): Promise<void>;
}

/** Completes uploads whose bytes a killed process had fully received, and deletes abandoned ones with their bytes. */
export async function sweepUploads({ core, directory, finish }: Incoming, now = Date.now()): Promise<void> {
  const uploads = new Map((await uploadsUnderWay(core)).map((upload) => [upload.id, upload]));
  const isFull = (await spaceLeft(directory, core.env.STORAGE_RESERVE_BYTES)) <= 0;
  const files = (await readdir(directory)).map((name) => name.replace(/\.json$/, ""));
  const abandoned: string[] = [];
  for (const id of new Set([...uploads.keys(), ...files])) {
    const upload = uploads.get(id);
    const bytes = await stat(path.join(directory, id)).catch(() => null);
    if (upload && bytes?.size === upload.size) {
      const isDone = await finish(upload).then(
        () => true,
        (error) => void core.log.warn({ err: error, uploadId: id }, "received upload not completed"),
      );
      if (isDone) continue;
    }
    const patience = upload && !(bytes && isFull) ? KEPT_MS : KEPT_SHORTLY_MS;
    const lastSign = Math.max(bytes?.mtimeMs ?? 0, upload?.createdAt.getTime() ?? 0);
    if (now - lastSign > patience) abandoned.push(id);
  }
  if (abandoned.length === 0) return;
  // Rows first: bytes whose row is gone are found again, by the next sweep.
  await forgetUploads(core, abandoned);
  for (const id of abandoned) {
    for (const name of [id, `${id}.json`]) await rm(path.join(directory, name), { force: true });
  }
  core.log.info({ count: abandoned.length, isFull }, "abandoned uploads deleted");
}
