import { availableParallelism } from "node:os";
import type { Report } from "@archipel/answers/report/report.ts";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { FairQueue, QueueFullError } from "@archipel/limits/fair-queue.ts";
import { composeDocument } from "@archipel/report-print/compose/compose.ts";
import { PrintError, type ReportPrinter } from "@archipel/report-print/printer.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import { type Actor, type PortalVisit, scopeOf } from "../../../kernel/actor.ts";
import { portalOrigin } from "../../../kernel/addresses.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { type PortalFaceRow, portalFaceRow } from "../queries/portal-face.ts";
import type { PreparedReport } from "../service/report.ts";
import { readMap } from "./read-map.ts";

/** Half of the processors at most: the others answer requests. */
const AT_ONCE = Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2)));
const WAITING_OF_CALLER = 4;
const QUEUE = { atOnce: AT_ONCE, waitingOfCaller: WAITING_OF_CALLER, waiting: 60, waitSeconds: 20 };

/** The queue of a running core's prints. */
export const printQueue = perCore(() => new FairQueue(QUEUE));

interface PrintCall {
  core: Core;
  actor: Actor;
  visit: PortalVisit;
  printer: ReportPrinter;
  /** Aborted when the caller no longer waits. */
  left: AbortSignal;
}

/** What a print shows of its portal; it is a part of the version of the PDF. */
export function portalFace({ core, actor, visit }: Pick<PrintCall, "core" | "actor" | "visit">): Promise<PortalFaceRow> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const face = await portalFaceRow(sql, visit.portalId);
    if (!face) throw new DomainError("not-found", "portal-not-found");
    return face;
  });
}

/**
 * The PDF of a report that was read, when it is its caller's turn.
 *
 * @throws DomainError `prints-waiting`, `prints-busy`, `print-heavy`, `sender-left`
 */
export async function printReport(
  call: PrintCall,
  { report, prepared, face, signature }: { report: Report; prepared: PreparedReport; face: PortalFaceRow; signature: string },
  wanted: { place: AnswerPlace; locale: Locale; link: string | null },
): Promise<Buffer> {
  const { core, actor, visit, printer, left } = call;
  const map = await readMap(core, actor, prepared.located, prepared.candidates, report);
  const accent = portalTheme(face.baseTheme, face.theme).colours.light.accent;
  const portal = { name: face.name, community: visit.communityName, accent };
  const online = face.host === null ? null : answerAddress(core, face.host, wanted);
  const document = composeDocument({ report, facts: { portal, online, map, signature } });
  try {
    const print = () => printer.print(document, left);
    return await printQueue(core).run(visit.communityId, visit.userId ?? visit.network, print, left);
  } catch (error) {
    if (left.aborted) throw new DomainError("unavailable", "sender-left");
    if (error instanceof QueueFullError) {
      throw error.whose === "caller"
        ? new DomainError("too-many", "prints-waiting", { count: WAITING_OF_CALLER })
        : new DomainError("unavailable", "prints-busy");
    }
    if (!(error instanceof PrintError) || error.reason !== "heavy") throw error;
    core.log.warn({ portalId: visit.portalId, detail: error.message }, "a print exceeded the limits of its child process");
    throw new DomainError("unavailable", "print-heavy");
  }
}

/** The page of the portal with the same answer. */
function answerAddress(
  { env }: Core,
  host: string,
  { place, locale, link }: { place: AnswerPlace; locale: Locale; link: string | null },
): string | null {
  if (link !== null) return `${portalOrigin(env, host)}/a/${link}`;
  if (place.kind === "drawn") return null;
  const query =
    place.kind === "parcels"
      ? { parcels: place.ids.join(",") }
      : {
          lon: String(place.lon),
          lat: String(place.lat),
          ...(place.precision === "exact" ? {} : { precision: place.precision }),
          ...(place.label === undefined ? {} : { label: place.label }),
        };
  return `${portalOrigin(env, host)}/${locale}/answer?${new URLSearchParams(query)}`;
}
