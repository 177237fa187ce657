import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { layerField } from "@archipel/contracts/layers.ts";
import { type CreatedReport, createReportInput, type ReportStatus } from "@archipel/contracts/reports.ts";
import { visitPortal } from "@archipel/core-api/gate/visit-portal.ts";
import { type Actor, anonymous, type MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { keepFile } from "@archipel/core-api/modules/reports/files/keep.ts";
import { changeReports } from "@archipel/core-api/modules/reports/service/change.ts";
import { writeEntry } from "@archipel/core-api/modules/reports/service/moderate.ts";
import { reviewReports } from "@archipel/core-api/modules/reports/service/review.ts";
import { sendReport } from "@archipel/core-api/modules/reports/service/send.ts";
import { saveTheme } from "@archipel/core-api/modules/reports/service/themes.ts";
import sharp from "sharp";
import { z } from "zod";
import type { DemoAccount } from "./accounts.ts";
import type { DemoManagers } from "./communities.ts";
import { type DemoTheme, demoThemes } from "./report-stories.ts";

interface Spot {
  lon: number;
  lat: number;
  layerId: string;
  fid: number;
  label: string;
}

/** States of the reports, one after the other. Null: as received. */
const STATES: (ReportStatus | null)[] = [null, "pending", "valid", null, "pending1", "reject", "pending2", null, "valid0", "pending"];
const ANSWERS: Partial<Record<ReportStatus, string>> = {
  pending: "Nous regardons cela avec le service concerné.",
  pending1: "Nous attendons le relevé de terrain.",
  pending2: "La correction est prête, elle attend une relecture.",
  valid: "C’est corrigé, merci.",
  valid0: "C’était déjà connu, la correction est en ligne.",
  reject: "La donnée est conforme au document approuvé.",
};
const DAY_MS = 24 * 3600_000;

/** Creates reports of an invented territory: themes, discussions, drawn photos. Communities that have reports keep theirs. */
export async function seedReports(
  core: Core,
  managers: DemoManagers,
  accounts: readonly DemoAccount[],
  say: (text: string) => void,
): Promise<void> {
  if ((await core.database.withSystem((tx) => tx.report.count())) > 0) return;
  const spots = await placesOf(core);
  if (spots.length === 0) return;
  const senders = accounts.filter(({ role }) => role === "contributor" || role === "member" || role === "stranger");
  let index = 0;
  for (const theme of demoThemes) {
    const actor = managers[theme.community];
    const portal = await core.database.withSystem((tx) => tx.portal.findUnique({ where: { slug: theme.portal } }));
    if (!portal) continue;
    const { community: _, portal: __, values, stories, ...form } = theme;
    const { id: themeId } = await saveTheme(core, actor, {
      ...form,
      communityId: actor.communityId,
      portalIds: [portal.id],
      moderatorIds: [],
      isActive: true,
    });
    for (const body of stories) {
      const spot = spots[index % spots.length];
      if (spot) await createReport(core, actor, { theme, themeId, portalId: portal.id, body, spot, index, sender: senders[index % 5] });
      index++;
    }
  }
  // Nobody must be notified today of invented past events.
  await core.database.sqlAs({ role: "system" }, (sql) => sql.query("DELETE FROM outbox_events WHERE topic LIKE 'report.%'"));
  say(`  ${index} signalements`);
}

interface Story {
  theme: DemoTheme;
  themeId: string;
  portalId: string;
  body: string;
  spot: Spot;
  index: number;
  /** Absent: a person without an account, if the portal allows it. */
  sender: DemoAccount | undefined;
}

async function createReport(core: Core, actor: MemberActor, { theme, themeId, portalId, body, spot, index, sender }: Story): Promise<void> {
  const { communityId } = actor;
  const isOpenToAll = theme.portal === "urbanisme";
  const by: Actor = sender || !isOpenToAll ? { ...anonymous, userId: sender?.id ?? actor.userId } : anonymous;
  const visit = await visitPortal(core, by, portalId, `192.0.2.${index}`);
  const photo = async () => {
    const file = { body: Readable.from([await drawnPhoto(index)]), senderLeft: null };
    return (await keepFile(core, visit, `photo-${index + 1}.jpg`, file)).id;
  };
  const fileIds = index % 2 === 0 ? [await photo()] : [];
  const proposedEdit = isOpenToAll && index % 8 === 3 ? await correctedLabel(core, spot) : null;
  const report: CreatedReport = await sendReport(
    core,
    by,
    visit,
    createReportInput.parse({
      id: randomUUID(),
      portalId,
      themeId: index % 9 === 7 ? null : themeId,
      body,
      values: index % 9 === 7 ? {} : theme.values,
      place: { lon: spot.lon, lat: spot.lat },
      proposedEdit,
      fileIds,
    }),
  );
  // Two reports stay held for a moderator, as examples.
  if (report.review === "held" && index % 30 !== 4) {
    await reviewReports(core, actor, { communityId, reportIds: [report.id], entryIds: [], decision: "publish", reason: "" });
  }
  const age = ((index * 37) % 41) * DAY_MS;
  await core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query(
      "UPDATE reports SET created_at = $2::timestamptz, updated_at = $2::timestamptz, due_at = $3::timestamptz WHERE id = $1::uuid",
      [report.id, new Date(Date.now() - age), new Date(Date.now() - age + 30 * DAY_MS)],
    ),
  );
  const status = proposedEdit ? null : (STATES[index % STATES.length] ?? null);
  if (status && status !== report.status) {
    await changeReports(core, actor, { communityId, reportIds: [report.id], status, message: ANSWERS[status] ?? "" });
  }
  if (index % 4 === 1) {
    await writeEntry(core, actor, {
      communityId,
      reportId: report.id,
      body: "Merci. Depuis quand l’avez-vous remarqué ?",
      isInternal: false,
    });
    await writeEntry(core, actor, { communityId, reportId: report.id, body: "À voir avec la mairie avant vendredi.", isInternal: true });
  }
}

/** Places from the search index, spread over the territory in the same way on every machine. */
function placesOf(core: Core): Promise<Spot[]> {
  return core.database.sqlAs({ role: "system" }, (sql) =>
    sql.query<Spot>(
      `SELECT s.lon, s.lat, s.layer_id AS "layerId", s.fid, concat_ws(' ', s.number, nullif(s.suffix, ''), e.label) AS label
       FROM search_parts s JOIN search_names e ON e.layer_id = s.layer_id AND e.key = s.key JOIN layers l ON l.id = s.layer_id
       JOIN datasets d ON d.id = l.dataset_id AND d.is_synthetic WHERE l.name = 'adresse' ORDER BY md5(s.fid::text) LIMIT 48`,
    ),
  );
}

/** A proposed correction of the feature at a place: its first text, as it should read. */
async function correctedLabel(core: Core, { layerId, fid, label }: Spot) {
  const layer = await core.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layerId }, select: { fields: true } }));
  const text = z
    .array(layerField)
    .parse(layer.fields)
    .find(({ type, isHidden }) => type === "text" && !isHidden);
  return text
    ? { operation: "update" as const, layerId, fid: Number(fid), baseVersion: 1, values: { [text.column]: `${label} bis` } }
    : null;
}

/** A drawing instead of a photo: ground, sky and a defect. A text on it says that it is drawn. */
function drawnPhoto(index: number): Promise<Buffer> {
  const hue = (index * 47) % 360;
  const hill = 260 + ((index * 29) % 90);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800">
    <rect width="1200" height="800" fill="hsl(${200 + (index % 4) * 6} 55% 78%)"/>
    <path d="M0 ${hill + 160} Q 300 ${hill} 620 ${hill + 120} T 1200 ${hill + 40} V 800 H 0 Z" fill="hsl(${90 + (hue % 60)} 28% 52%)"/>
    <path d="M0 620 Q 500 560 1200 650 V 800 H 0 Z" fill="hsl(${30 + (hue % 30)} 22% 62%)"/>
    <rect x="${180 + ((index * 83) % 700)}" y="430" width="190" height="150" fill="hsl(${hue} 30% 88%)"/>
    <path d="M${165 + ((index * 83) % 700)} 430 l 110 -80 l 110 80 z" fill="hsl(${(hue + 180) % 360} 35% 45%)"/>
    <ellipse cx="${300 + ((index * 61) % 600)}" cy="700" rx="150" ry="34" fill="hsl(210 45% 48%)" opacity="0.8"/>
    <text x="24" y="776" font-family="sans-serif" font-size="26" fill="#222">Image dessinée – territoire fictif</text>
  </svg>`;
  return sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer();
}
