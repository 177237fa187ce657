import { requestExtractInput } from "@archipel/contracts/cloud-extracts.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import { BudgetError } from "@archipel/sandbox/budget.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { afterOutage } from "../../../../kernel/jobs/after-outage.ts";
import { budgetOf, withinBudget } from "../../../../kernel/jobs/budget.ts";
import { JobFailedError, JobStoppedError } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { perCore } from "../../../../kernel/per-core.ts";
import { isDatabaseAway, isDiskFull } from "../../../../kernel/refusal.ts";
import { LIMITS } from "../policy.ts";
import { beatExtract, failExtract, finishExtract, releaseExtract, type TakenExtract, takeExtract } from "../queries.ts";
import { makeArchive } from "./make-archive.ts";

const SYSTEM = { role: "system" } as const;
/** An extract that was begun this often probably kills its process. */
const MOST_ATTEMPTS = 3;
/** Between two reports of progress, and between two signs of life of a silent step. */
const REPORT_MS = 500;
const BEAT_MS = 15_000;
/** Models cost by their cells, not by the bytes that are read: an hour of processor time at most. */
const BUDGET_SHARE = 6;

/** An extract whose archive is ready. */
export type MadeExtract = Pick<TakenExtract, "id" | "userId" | "portalId" | "layerId">;

/** Which extracts are made, until when, and what happens to each. */
interface Making {
  isSmall: boolean;
  /** Aborted when the process ends. */
  signal: AbortSignal;
  onMade: (made: MadeExtract) => Promise<void>;
}

/** The communities of which this process makes an extract now. */
const busyCommunities = perCore(() => ({ small: new Set<string>(), large: new Set<string>() }));

/**
 * Makes the extracts that wait, one after the other. Beside another call it makes only those of other communities, so that no community waits for
 * the large ones of another.
 *
 * @returns their number
 */
export async function makeExtracts(core: Core, { isSmall, signal, onMade }: Making): Promise<number> {
  const busy = busyCommunities(core)[isSmall ? "small" : "large"];
  for (let made = 0; ; made++) {
    if (signal.aborted) return made;
    const taken = await core.database.sqlAs(SYSTEM, (sql) => takeExtract(sql, isSmall, [...busy]));
    if (!taken) return made;
    if (busy.has(taken.communityId)) {
      // Both calls looked at the same moment.
      await core.database.sqlAs(SYSTEM, (sql) => releaseExtract(sql, taken));
      return made;
    }
    busy.add(taken.communityId);
    try {
      if (await makeOne(core, taken, signal)) await onMade(taken);
    } finally {
      busy.delete(taken.communityId);
    }
  }
}

/** @returns whether its archive is ready */
async function makeOne(core: Core, taken: TakenExtract, signal: AbortSignal): Promise<boolean> {
  const log = core.log.child({ extract: taken.id, attempt: taken.attempts });
  try {
    if (taken.attempts > MOST_ATTEMPTS) throw new JobFailedError("job-keeps-failing");
    await make(core, taken, signal);
    log.info("extract made");
    return true;
  } catch (error) {
    if (error instanceof JobStoppedError) log.info("extract was given up");
    else if (signal.aborted) await core.database.sqlAs(SYSTEM, (sql) => releaseExtract(sql, taken));
    else if (isDatabaseAway(error)) await afterOutage(signal, () => core.database.sqlAs(SYSTEM, (sql) => releaseExtract(sql, taken)));
    else await fail(core, taken, error);
    return false;
  }
}

async function fail(core: Core, taken: TakenExtract, error: unknown): Promise<void> {
  const known = knownFailure(error);
  if (!known) core.log.error({ err: error, extract: taken.id }, "extract failed");
  const said = known ?? { code: isDiskFull(error) ? "disk-full" : "internal", params: {} };
  await core.database.sqlAs(SYSTEM, (sql) => failExtract(sql, taken, said));
}

/** The reasons of a child in the words of extracts. */
const CHILD_REASONS: Readonly<Record<string, string>> = { memory: "extract-too-much-memory", timeout: "extract-too-long" };

function knownFailure(error: unknown): { code: string; params: Record<string, string | number> } | null {
  if (error instanceof JobFailedError || error instanceof DomainError) return { code: error.code, params: error.params };
  if (error instanceof BudgetError) return { code: "extract-too-long", params: {} };
  if (!(error instanceof UnreadableError)) return null;
  return { code: CHILD_REASONS[error.reason] ?? "extract-not-made", params: { detail: error.detail.slice(0, 300) } };
}

async function make(core: Core, taken: TakenExtract, signal: AbortSignal): Promise<void> {
  const request = requestExtractInput.parse(taken.request);
  const beat = beatOf(core, taken, signal);
  try {
    const archive = await withinBudget(budgetOf(core.env, BUDGET_SHARE), () => makeArchive(core, { ...taken, request }, beat.report));
    const keptDays = LIMITS[taken.userId === null ? "visitor" : "person"].keptDays;
    const { key, size, made } = archive;
    const isKept = await core.database.sqlAs(SYSTEM, (sql) => finishExtract(sql, taken, { key, size, made, keptDays }));
    if (!isKept) {
      await deleteUnreferenced(core, [key]);
      throw new JobStoppedError();
    }
  } finally {
    beat.end();
  }
}

/** Reports progress, and signs of life in between. A report throws when the extract was given up, or the process ends. */
function beatOf(core: Core, taken: TakenExtract, signal: AbortSignal) {
  let last = { step: "", at: 0 };
  let isStopped = false;
  const write = async (at: { step: string; percent: number } | null) => {
    isStopped ||= !(await core.database.sqlAs(SYSTEM, (sql) => beatExtract(sql, taken, at)));
  };
  const timer = setInterval(() => {
    write(null).catch((error: unknown) => core.log.warn({ err: error }, "no sign of life of an extract"));
  }, BEAT_MS);
  return {
    end: () => clearInterval(timer),
    async report(step: string, fraction: number): Promise<void> {
      signal.throwIfAborted();
      const now = performance.now();
      if (isStopped) throw new JobStoppedError();
      if (step === last.step && now - last.at < REPORT_MS) return;
      last = { step, at: now };
      await write({ step, percent: Math.floor(100 * Math.min(1, fraction)) });
      if (isStopped) throw new JobStoppedError();
    },
  };
}
