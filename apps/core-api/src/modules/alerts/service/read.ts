import { referencesOfLinks } from "@archipel/blocks/references.ts";
import {
  type AlertList,
  type AlertPage,
  alertRevisionKind,
  type alertsHereInput,
  type CurrentAlerts,
  PAST_ALERTS_PER_PAGE,
  type PublicAlert,
} from "@archipel/contracts/alerts.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { anonymous, type PortalVisit, scopeOf } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { bboxOf } from "../../../kernel/stored-bbox.ts";
import { placeAsked } from "../../answers/links/service.ts";
import { prepareReport } from "../../answers/service/report.ts";
import { lookUp } from "../../site/context/look-up.ts";
import { briefly } from "../../site/service/cache.ts";
import { byGravity, contentOf, publicAlertOf } from "../policy.ts";
import {
  areaRows,
  type CurrentRows,
  currentReads,
  currentRows,
  historyRows,
  latestRows,
  pastRows,
  plannedRows,
  publicRow,
  rowsAt,
} from "../queries/public.ts";
import { currentCache } from "./cache.ts";

/** What everyone reads is read as a visitor without an account, even when a manager calls. */
function asVisitor<T>(core: Core, work: (tx: Tx) => Promise<T>): Promise<T> {
  return core.database.withTenant(scopeOf(anonymous), work);
}

const NOT_KEPT: CurrentAlerts = { checkedAt: null, inForce: [], changesAt: null };

/** The alerts in force, and when the community last looked: nothing where it keeps none. */
export async function currentAlerts(core: Core, portalId: string): Promise<CurrentAlerts> {
  const { inForce, ...rest } = await briefly(currentCache(core), portalId, () =>
    asVisitor(core, (tx) => readCurrent(tx, portalId, new Date())),
  );
  // One that ends while the answer is kept is not shown after its end.
  const now = new Date();
  return { ...rest, inForce: inForce.filter(({ endsAt }) => endsAt === null || endsAt > now) };
}

async function readCurrent(tx: Tx, portalId: string, now: Date): Promise<CurrentAlerts> {
  return currentFrom(await currentRows(tx, portalId, now), now);
}

/** The statements by which a portal is opened together with its alerts, and what their rows say. */
export const currentOpening = { reads: currentReads, from: currentFrom };

function currentFrom({ checked, inForce, next }: CurrentRows, now: Date): CurrentAlerts {
  const [row] = checked;
  if (!row) return NOT_KEPT;
  const alerts = inForce.map((one) => publicAlertOf(one, now)).sort(byGravity);
  return { checkedAt: row.checkedAt, inForce: alerts, changesAt: next[0]?.at ?? null };
}

/** The page of alerts. @param now the clock of the caller */
export function listAlerts(core: Core, portalId: string, offset: number, now = new Date()): Promise<AlertList> {
  return asVisitor(core, async (tx) => {
    const current = await readCurrent(tx, portalId, now);
    if (current.checkedAt === null) return { ...current, planned: [], past: [], pastTotal: 0, areas: [] };
    const planned = (await plannedRows(tx, portalId, now)).map((row) => publicAlertOf(row, now));
    const past = await pastRows(tx, portalId, { now, limit: PAST_ALERTS_PER_PAGE, offset });
    const open = [...current.inForce, ...planned];
    const shapes = await areaRows(
      tx,
      portalId,
      open.map(({ id }) => id),
    );
    const areas = open.map(({ id, level }) => ({ id, level, geometry: shapes.find((one) => one.id === id)?.geometry ?? null }));
    return { ...current, planned, past: past.map((row) => publicAlertOf(row, now)), pastTotal: past[0]?.total ?? 0, areas };
  });
}

/** A published alert with its area and its history; null: no published alert has this id. */
export function readAlert(core: Core, portalId: string, alertId: string, now = new Date()): Promise<AlertPage | null> {
  return asVisitor(core, async (tx) => {
    const row = await publicRow(tx, portalId, alertId);
    if (!row) return null;
    const { link } = contentOf(row.content);
    const [shape] = await areaRows(tx, portalId, [alertId]);
    const { targets } = await lookUp(tx, portalId, referencesOfLinks(link ? [link] : []));
    const history = (await historyRows(tx, alertId)).map(({ number, kind, content, note, publishedAt }) => ({
      number,
      kind: alertRevisionKind.catch("correction").parse(kind),
      level: contentOf(content).level,
      note,
      publishedAt,
    }));
    const alert = publicAlertOf(row, now);
    return {
      ...alert,
      link: link ?? null,
      targets,
      geometry: shape?.geometry ?? null,
      bbox: shape?.bbox ? bboxOf(shape.bbox) : null,
      history,
    };
  });
}

/** The alerts in force whose area holds a shape (hexadecimal EWKB in any CRS). */
export async function alertsAt(core: Core, portalId: string, shape: string, now = new Date()): Promise<PublicAlert[]> {
  if ((await currentAlerts(core, portalId)).inForce.length === 0) return [];
  const rows = await asVisitor(core, (tx) => rowsAt(tx, portalId, shape, now));
  return rows.map((row) => publicAlertOf(row, now)).sort(byGravity);
}

/** The same for a place as people ask for it, without reading what applies there. */
export async function alertsHere(core: Core, visit: PortalVisit, input: z.infer<typeof alertsHereInput>): Promise<PublicAlert[]> {
  const { portalId } = visit;
  if ((await currentAlerts(core, portalId)).inForce.length === 0) return [];
  const place = await placeAsked(core, portalId, input.place);
  const { located } = await prepareReport(core, anonymous, { portalId, place, locale: input.locale });
  return alertsAt(core, portalId, located.metric);
}

/** Published alerts for feeds, the latest revision first. */
export function recentAlerts(core: Core, portalId: string, page: { limit: number; offset: number }, now = new Date()) {
  return asVisitor(core, async (tx) => {
    const rows = await latestRows(tx, portalId, page);
    return { items: rows.map((row) => ({ ...publicAlertOf(row, now), revisedAt: row.revisedAt })), total: rows[0]?.total ?? 0 };
  });
}
