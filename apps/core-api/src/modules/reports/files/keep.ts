import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type { ReportFile } from "@archipel/contracts/reports.ts";
import type { PortalVisit } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { type ReceivedFile, withReceivedFile } from "../../../kernel/received-file.ts";
import { assertMayReport, mayReport } from "../policy.ts";
import { deleteWaitingFiles, insertFile } from "../queries/files.ts";
import { countSending } from "../service/limits.ts";
import { senderHash } from "../service/sender.ts";
import { FILE_LIMITS } from "./limits.ts";
import { reencodedFile } from "./reencode.ts";

/** An uploaded file that has no report yet. The report refers to it by `id`; its URLs exist only with the report. */
export type SentFile = Omit<ReportFile, "path" | "thumbnailPath" | "isHidden">;

/** Stores a file from anyone who may report on the portal. It is deleted after a day without a report. */
export async function keepFile(core: Core, visit: PortalVisit, name: string, body: Readable): Promise<SentFile> {
  assertMayReport(mayReport(visit.reporting, visit.userId !== null, visit.role));
  await countSending(core, visit, "file");
  return withReceivedFile(body, FILE_LIMITS.bytesPerFile, tooLarge, (file) => keepReceived(core, visit, name, file));
}

function tooLarge(): DomainError {
  return new DomainError("invalid", "report-file-too-large", { megabytes: FILE_LIMITS.bytesPerFile / 1_000_000 });
}

async function keepReceived(core: Core, visit: PortalVisit, name: string, file: ReceivedFile): Promise<SentFile> {
  const sender = { communityId: visit.communityId, caller: visit.userId ?? visit.network };
  const { mediaType, content, width, height, thumbnail } = await reencodedFile(core, sender, file);
  const { key, size } = await core.storage.put(content);
  const thumbnailKey = thumbnail ? (await core.storage.put(Readable.from([thumbnail]))).key : null;
  const kept = { id: randomUUID(), name: plainName(name), mediaType, size, width, height };
  await core.database.sqlAs({ role: "worker", communityId: visit.communityId }, (sql) =>
    insertFile(sql, visit.communityId, { ...kept, senderHash: senderHash(core, visit), storageKey: key, thumbnailKey }),
  );
  return kept;
}

const MAX_NAME = 120;

/** The last part of the name from the browser. It is only displayed, never used as a path. */
function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/\p{C}/gu, "").trim().slice(-MAX_NAME) || "fichier";
}

/**
 * Deletes the rows of files that never got a report. Stored objects stay, because other rows may share their content.
 *
 * @returns how many rows
 */
export function sweepWaitingFiles(core: Core): Promise<number> {
  return core.database.sqlAs({ role: "system" }, deleteWaitingFiles);
}
