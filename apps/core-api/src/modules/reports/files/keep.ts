import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ReportFile } from "@archipel/contracts/reports.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { demandReporting, mayReport } from "../policy.ts";
import { deleteWaitingFiles, insertFile } from "../queries/files.ts";
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
    insertFile(sql, visit.communityId, { ...kept, senderHash: senderHash(core, visit), storageKey: key, thumbnailKey }),
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
export function sweepWaitingFiles(core: Core): Promise<number> {
  return core.database.sqlAs({ role: "system" }, deleteWaitingFiles);
}
