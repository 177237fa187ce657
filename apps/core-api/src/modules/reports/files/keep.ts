import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ReportFile } from "@archipel/contracts/reports.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { demandReporting, mayReport } from "../policy.ts";
import { countSending } from "../service/limits.ts";
import { senderHash } from "../service/sender.ts";
import { redrawn } from "./redrawn.ts";

/** A file that waits for its report: sent by `id`, its addresses come with the report. */
export type SentFile = Omit<ReportFile, "path" | "thumbnailPath" | "isHidden">;

/** Takes a file from anyone whom the portal lets report. It waits a day for its report. */
export async function keepFile(core: Core, visit: PortalVisit, name: string, file: Buffer): Promise<SentFile> {
  demandReporting(mayReport(visit.reporting, visit.userId !== null, visit.role));
  await countSending(core, visit, "file");
  const { mediaType, content, width, height, thumbnail } = await redrawn(file);
  const { key, size } = await core.storage.put(Readable.from([content]));
  const thumbnailKey = thumbnail ? (await core.storage.put(Readable.from([thumbnail]))).key : null;
  const kept = { id: randomUUID(), name: plainName(name), mediaType, size, width, height };
  await core.database.sqlAs({ role: "worker", communityId: visit.communityId }, (sql) =>
    sql.query(
      `INSERT INTO report_files (id, community_id, sender_hash, name, media_type, size, width, height, storage_key, thumbnail_key)
       VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6::integer, $7::integer, $8::integer, $9, $10)`,
      [kept.id, visit.communityId, senderHash(core, visit), kept.name, mediaType, size, width, height, key, thumbnailKey],
    ),
  );
  return kept;
}

const MAX_NAME = 120;

/** The last part of whatever a browser calls the file: for people to read, never a path. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(-MAX_NAME) || "fichier";
}

/** Forgets files whose report never came. The objects stay: others may share their content. Gives how many there were. */
export async function sweepWaitingFiles(core: Core): Promise<number> {
  const swept = await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<{ id: string }>("DELETE FROM report_files WHERE report_id IS NULL AND created_at < now() - interval '1 day' RETURNING id"),
  );
  return swept.length;
}
