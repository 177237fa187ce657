import type { Check, CheckOptions } from "@archipel/contracts/checks.ts";
import type { LineageEntry } from "@archipel/contracts/repairs.ts";
import type { Upload } from "@archipel/contracts/uploads.ts";
import type { ProgressLine } from "../progress.ts";
import { UsageError } from "../usage-error.ts";
import type { Server } from "./connect.ts";
import { awaitCheck } from "./follow-job.ts";

/** A repair can make another one possible, so checks and repairs alternate; this limit ends the loop in any case. */
const MAX_STEPS = 50;

interface WantedCheck {
  /** Null for the model of the latest check, or else the model that the server suggests. */
  model: string | null;
  options: Partial<CheckOptions>;
}

/** A check of the upload with its current repairs: the latest check if it is still valid, or a new one. */
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
  if (isAsAsked && latest.isCurrent && latest.status !== "failed") return awaitCheck(server, latest.id, progress);
  const key = model ?? latest?.model.key ?? (await api.checks.suggest.query(about)).key;
  if (key === null) throw new UsageError("model-not-suggested");
  const { id } = await api.checks.start.mutate({ ...about, model: key, options: asked });
  return awaitCheck(server, id, progress);
}

/** A group of findings with the same code, table and field, and the repairs offered for it. They are done together. */
export interface Offer {
  /** The number of the group in its check. */
  group: number;
  code: string;
  fileModel: string | null;
  field: string | null;
  repairs: { repair: string; count: number }[];
}

/** The repairs that the server offers for a check. */
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
 * Whether `--only` (ids of repairs and codes of findings) selects an offer: `wanted`; `shared` when it names only some of the offer's repairs,
 * so that the offer is left alone; `other`.
 */
export function selectionOf({ code, repairs }: Offer, only: ReadonlySet<string> | null): "wanted" | "shared" | "other" {
  if (!only || only.has(code) || repairs.every(({ repair }) => only.has(repair))) return "wanted";
  return repairs.some(({ repair }) => only.has(repair)) ? "shared" : "other";
}

/** Does the offered repairs, waits for the new check, and repeats until nothing is offered or a repair no longer helps. */
export async function repairAll(server: Server, first: Check, only: ReadonlySet<string> | null, progress: ProgressLine) {
  const { api, communityId } = server;
  const repairs = () => api.repairs.list.query({ communityId, uploadId: first.uploadId });
  const before = await repairs();
  const tried = new Set<string>();
  /** False for a group whose number of findings did not change after a repair: repairing it again would not help. */
  const isUntried = (fault: object) => {
    const key = JSON.stringify(fault);
    return !tried.has(key) && tried.add(key);
  };
  let check = first;
  for (let step = 0; step < MAX_STEPS; step++) {
    const on = only ? await nextGroup(server, check.id, only, isUntried) : await allUntried(server, check.id, isUntried);
    if (!on) break;
    const { checkId } = await api.repairs.add.mutate({ communityId, checkId: check.id, on });
    check = await awaitCheck(server, checkId, progress);
  }
  return { check, lineage: addedLineage(before.lineage, (await repairs()).lineage) };
}

type IsUntried = (fault: object) => unknown;

/** Without `--only`, all repairs are one step, so that one undo reverts them. */
async function allUntried({ api, communityId }: Server, checkId: string, isUntried: IsUntried) {
  const { groups } = await api.checks.groups.query({ communityId, checkId });
  const offered = groups.filter(({ repairable }) => repairable > 0);
  const fresh = offered.filter(({ code, fileModel, field, repairable }) => isUntried({ code, fileModel, field, repairable }));
  return fresh.length > 0 ? { all: true as const } : null;
}

async function nextGroup(server: Server, checkId: string, only: ReadonlySet<string>, isUntried: IsUntried) {
  const offers = await offersOf(server, checkId);
  const next = offers.find((offer) => selectionOf(offer, only) === "wanted" && isUntried({ ...offer, group: null }));
  return next ? { group: next.group } : null;
}

/** The entries that were added to an upload's lineage. */
function addedLineage(before: readonly LineageEntry[], after: readonly LineageEntry[]): LineageEntry[] {
  return after.flatMap(({ kind, count, area }) => {
    const old = before.find((entry) => entry.kind === kind) ?? { count: 0, area: 0 };
    return count > old.count ? [{ kind, count: count - old.count, area: area - old.area }] : [];
  });
}
