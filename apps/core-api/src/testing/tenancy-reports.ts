import { randomUUID } from "node:crypto";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Tx } from "@archipel/database/database.ts";

/**
 * Reports with their parts, and the community's settings for reports. Their author is nobody. Three are on no portal; two are on a live one,
 * each with a message and a file: everyone reads one of these two, the other is held for a moderator.
 */
export async function fillReports(
  tx: Tx,
  communityId: CommunityId,
  row: (table: string, key: string, kind?: string) => void,
  livePortal: string,
): Promise<[string, string, string]> {
  await tx.reportSettings.create({ data: { communityId } });
  const theme = await tx.reportTheme.create({ data: { communityId, name: {} } });
  const ids = [randomUUID(), randomUUID(), randomUUID()].sort();
  const [id = "", second = "", third = ""] = ids;
  for (const [index, one] of ids.entries()) {
    await tx.$executeRaw`INSERT INTO reports (id, request_id, community_id, number, body, place)
      VALUES (${one}::uuid, ${randomUUID()}::uuid, ${communityId}::uuid, ${index + 1}, 'x', ST_SetSRID(ST_MakePoint(0, 0), 4326))`;
    row("reports", one);
  }
  await tx.reportPairApart.create({ data: { communityId, oneId: id, otherId: second } });
  row("report_pairs_apart", `${id} ${second}`);
  const entry = await tx.reportEntry.create({ data: { communityId, reportId: id, kind: "comment" } });
  const about = { communityId, senderHash: "x", name: "x", mediaType: "text/plain", size: 1, storageKey: "x" };
  const file = await tx.reportFile.create({ data: { ...about, reportId: id } });
  const waiting = await tx.reportFile.create({ data: about });
  row("report_settings", communityId);
  row("report_themes", theme.id);
  row("report_entries", entry.id);
  row("report_files", file.id);
  row("report_files", waiting.id, "waiting");
  for (const [index, kind] of ["published", "held"].entries()) {
    const review = kind === "held" ? kind : "passed";
    const one = randomUUID();
    await tx.$executeRaw`INSERT INTO reports (id, request_id, community_id, number, body, place, portal_id, review)
      VALUES (${one}::uuid, ${randomUUID()}::uuid, ${communityId}::uuid, ${ids.length + index + 1}, 'x', ST_SetSRID(ST_MakePoint(0, 0), 4326),
        ${livePortal}::uuid, ${review})`;
    row("reports", one, kind);
    row("report_files", (await tx.reportFile.create({ data: { ...about, reportId: one } })).id, kind);
    row("report_entries", (await tx.reportEntry.create({ data: { communityId, reportId: one, kind: "comment" } })).id, kind);
    if (kind === "held") continue;
    const message = await tx.reportEntry.create({
      data: { communityId, reportId: one, kind: "comment", isReporter: true, review: "held" },
    });
    row("report_entries", message.id, "held");
  }
  return [id, second, third];
}
