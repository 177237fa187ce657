import type { Check, CheckOptions } from "@archipel/contracts/checks.ts";
import type { LineageEntry } from "@archipel/contracts/repairs.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { ProgressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import type { Server } from "./connect.ts";
import { ranCheck } from "./follow-job.ts";

/** A repair may uncover what another can help; but none goes on for ever. */
const MAX_STEPS = 50;

interface WantedCheck {
  /** Null: that of the latest check, or the one that the upload suggests. */
  model: string | null;
  options: Partial<CheckOptions>;
}

/** The report on an upload as its repairs leave it: the latest one, or a new one where there is none such. */
export async function currentCheck(
  server: Server,
  upload: Upload,
  { model, options }: WantedCheck,
  progress: ProgressLine,
): Promise<Check> {
  const { api, communityId } = server;
  const about = { communityId, uploadId: upload.id };
  const latest = (await api.checks.list.query(about)).find(({ model: { key } }) => model === null || key === model);
  const asked = { ...latest?.options, ...options };
  const isAsAsked = latest !== undefined && JSON.stringify(latest.options) === JSON.stringify(asked);
  if (isAsAsked && latest.isCurrent && latest.status !== "failed") return ranCheck(server, latest.id, progress);
  const key = model ?? latest?.model.key ?? (await api.checks.suggest.query(about)).key;
  if (key === null) throw new UsageError("model-not-suggested");
  const { id } = await api.checks.start.mutate({ ...about, model: key, options: asked });
  return ranCheck(server, id, progress);
}

/** Faults of one code and place, and the repairs that are offered for them: they are done together. */
export interface Offer {
  /** The group's, in its check. */
  group: number;
  code: string;
  fileModel: string | null;
  field: string | null;
  repairs: { repair: string; count: number }[];
}

/** What one click repairs of a report. */
export async function offersOf({ api, communityId }: Server, checkId: string): Promise<Offer[]> {
  const about = { communityId, checkId };
  const offers: Offer[] = [];
  for (const { number: group, code, fileModel, field, repairable } of (await api.checks.groups.query(about)).groups) {
    if (repairable === 0) continue;
    const { repairs } = await api.repairs.preview.query({ ...about, on: { group } });
    offers.push({ group, code, fileModel, field, repairs });
  }
  return offers;
}

/**
 * Of ids of repairs and codes of findings, what an offer is for: `wanted`; `shared` when a repair that was not named goes with it, so that it
 * is left alone.
 */
export function standingOf({ code, repairs }: Offer, only: ReadonlySet<string> | null): "wanted" | "shared" | "other" {
  if (!only || only.has(code) || repairs.every(({ repair }) => only.has(repair))) return "wanted";
  return repairs.some(({ repair }) => only.has(repair)) ? "shared" : "other";
}

/** Does what is offered, waits for the check anew, and goes on until nothing more is, or it helps no further. */
export async function repairAll(server: Server, first: Check, only: ReadonlySet<string> | null, progress: ProgressLine) {
  const { api, communityId } = server;
  const repairs = () => api.repairs.list.query({ communityId, uploadId: first.uploadId });
  const before = await repairs();
  const tried = new Set<string>();
  /** A fault of which as many are left as before is not tried again. */
  const isNew = (fault: object) => {
    const key = JSON.stringify(fault);
    return !tried.has(key) && tried.add(key);
  };
  let check = first;
  for (let step = 0; step < MAX_STEPS; step++) {
    const on = only ? await nextGroup(server, check.id, only, isNew) : await allThatIsNew(server, check.id, isNew);
    if (!on) break;
    const { checkId } = await api.repairs.add.mutate({ communityId, checkId: check.id, on });
    check = await ranCheck(server, checkId, progress);
  }
  return { check, lineage: since(before.lineage, (await repairs()).lineage) };
}

type IsNew = (fault: object) => unknown;

/** Without a choice all is one step, which one click can undo. */
async function allThatIsNew({ api, communityId }: Server, checkId: string, isNew: IsNew) {
  const { groups } = await api.checks.groups.query({ communityId, checkId });
  const offered = groups.filter(({ repairable }) => repairable > 0);
  const fresh = offered.filter(({ code, fileModel, field, repairable }) => isNew({ code, fileModel, field, repairable }));
  return fresh.length > 0 ? { all: true as const } : null;
}

async function nextGroup(server: Server, checkId: string, only: ReadonlySet<string>, isNew: IsNew) {
  const offers = await offersOf(server, checkId);
  const next = offers.find((offer) => standingOf(offer, only) === "wanted" && isNew({ ...offer, group: null }));
  return next ? { group: next.group } : null;
}

/** What came to the lineage of an upload. */
function since(before: readonly LineageEntry[], after: readonly LineageEntry[]): LineageEntry[] {
  return after.flatMap(({ kind, count, area }) => {
    const old = before.find((entry) => entry.kind === kind) ?? { count: 0, area: 0 };
    return count > old.count ? [{ kind, count: count - old.count, area: area - old.area }] : [];
  });
}
