import { randomUUID } from "node:crypto";
import {
  estimate,
  type estimateInput,
  fileFormat,
  type ProcessableLayer,
  type ProcessingDescription,
  type ProcessingRun,
  processingSource,
  type runProcessingAnswer,
  type runProcessingInput,
} from "@archipel/contracts/processing.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { z } from "zod";
import { roleSuffices } from "../../../gate/permissions.ts";
import { type Actor, type MemberActor, scopeOf } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startJob } from "../../../kernel/jobs/rows.ts";
import { emit } from "../../../kernel/outbox.ts";
import type { SourceLayer } from "../kit/parameter.ts";
import type { Recipe } from "../kit/recipe.ts";
import { processings } from "../kit/registry.ts";
import { type Request, readRequest, sourcesOf } from "../kit/request.ts";
import { FILE_KEPT_DAYS, fileKeptUntil } from "../policy.ts";
import { countOf } from "../queries/result-rows.ts";
import type { RunPlan } from "../running/plan.ts";
import { processableLayers, type RunRow, runRows } from "./queries.ts";

type RunInput = z.infer<typeof runProcessingInput>;

/** All processings, with everything that a form needs. */
export async function catalogue(): Promise<ProcessingDescription[]> {
  const all = [...(await processings()).values()];
  return all.map(({ id, version, title, help, results, parameters, counts }) => ({
    id,
    version,
    title,
    help,
    results,
    parameters,
    counts,
  }));
}

/** Layers that can be processed. */
export function listLayers(core: Core, actor: MemberActor): Promise<ProcessableLayer[]> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => processableLayers(sql, actor.communityId));
}

/** With more source features, nothing is counted in advance. */
const MAX_COUNTED = 300_000;
const EVERY = [-1, Number.MAX_SAFE_INTEGER] as const;

/** Number of source features, and of result features. */
export function estimateRun(core: Core, actor: MemberActor, input: z.infer<typeof estimateInput>): Promise<z.infer<typeof estimate>> {
  return core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, async (sql) => {
    const { recipe, sources } = await readRequest(sql, actor.communityId, input);
    const total = sources.reduce((sum, source) => sum + source.featureCount, 0);
    return estimate.parse({ in: total, out: total > MAX_COUNTED ? null : await countedOut(sql, recipe) });
  });
}

async function countedOut(sql: SqlSession, { parts }: Recipe): Promise<number | null> {
  let out = 0;
  for (const part of parts) {
    if (part.estimate === null) return null;
    out += await countOf(sql, part.estimate, EVERY);
  }
  return out;
}

/** Validates a request, stores it and starts its job. Contributors may make files; only managers may make layers. */
export async function runProcessing(core: Core, actor: MemberActor, input: RunInput): Promise<z.infer<typeof runProcessingAnswer>> {
  const { communityId, userId } = actor;
  const { result } = input;
  if (result.kind === "layer" && !roleSuffices(actor.role, "manager")) throw new DomainError("forbidden", "processing-layer-needs-manager");
  const request = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => readRequest(sql, communityId, input));
  assertResultSupported(request, result);
  const { processing, sources } = request;
  const { job, runId } = await core.database.withTenant(actor, async (tx) => {
    const plan = await planOf(tx, actor, result);
    const { id } = await tx.processingRun.create({
      data: {
        communityId,
        processing: processing.id,
        version: processing.version,
        parameters: JSON.parse(JSON.stringify(input.parameters)),
        sources: sourcesOf(sources),
        title: result.kind === "layer" ? result.title : fileTitle(sources),
        format: result.kind === "file" ? result.format : null,
        datasetId: plan.kind === "layer" ? plan.datasetId : null,
        createdById: userId,
      },
      select: { id: true },
    });
    const about = { communityId, actorId: userId, resourceType: "processing", resourceId: id };
    await audit(tx, { ...about, action: "processing.started", summary: { title: processing.title.fr, processing: processing.id } });
    await emit(tx, "processing.started", communityId, { runId: id });
    const datasetId = plan.kind === "layer" ? plan.datasetId : null;
    const wanted = { kind: "run-processing", subjectId: id, subject: processing.id, datasetId, input: plan };
    return { runId: id, job: await startJob(tx, actor, wanted) };
  });
  await core.queue.enqueue(job);
  return { runId, jobId: job.id };
}

const fileTitle = (sources: readonly SourceLayer[]) =>
  sources
    .map((source) => source.title)
    .join(" ")
    .slice(0, 200);

function assertResultSupported({ processing, recipe }: Request, result: RunInput["result"]): void {
  if (!processing.results.includes(result.kind)) throw new DomainError("invalid", "processing-result-not-offered", {}, "result");
  if (result.kind === "file" && result.format === "shapefile" && recipe.geometry.type === "Geometry")
    throw new DomainError("invalid", "processing-shapefile-mixed", {}, "result.format");
}

async function planOf(tx: Tx, actor: MemberActor, result: RunInput["result"]): Promise<RunPlan> {
  if (result.kind === "file") return { kind: "file" };
  const layerId = randomUUID();
  // A program that is limited to named datasets makes no other.
  if (actor.reach && "title" in result.target) throw new DomainError("forbidden", "key-lacks-scope", { scope: "dataset:*" });
  if ("title" in result.target) return { kind: "layer", layerId, datasetId: null, datasetTitle: result.target.title };
  const dataset = await tx.dataset.findUnique({ where: { id: result.target.datasetId, communityId: actor.communityId } });
  if (!dataset) throw new DomainError("not-found", "dataset-not-found", {}, "result.target");
  return { kind: "layer", layerId, datasetId: dataset.id, datasetTitle: null };
}

/** Without a key, the object was deleted. */
const file = z.object({ name: z.string(), objectKey: z.string().optional(), size: z.int() });

export async function getRun(core: Core, actor: MemberActor, runId: string): Promise<ProcessingRun> {
  const [row] = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) =>
    runRows(sql, { runId, communityId: actor.communityId }),
  );
  if (!row) throw new DomainError("not-found", "processing-run-not-found");
  return describe(row);
}

/** The runs that made the layers of a dataset. */
export async function lineageOf(core: Core, actor: MemberActor, datasetId: string): Promise<ProcessingRun[]> {
  const { communityId } = actor;
  const rows = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => runRows(sql, { datasetId, communityId }));
  return Promise.all(rows.map(describe));
}

async function describe(row: RunRow): Promise<ProcessingRun> {
  const processing = (await processings()).get(row.processing);
  return {
    ...row,
    processingTitle: processing?.title ?? null,
    countTitles: processing?.counts ?? {},
    parameters: z.record(z.string(), z.unknown()).parse(row.parameters),
    sources: z.array(processingSource).parse(row.sources),
    format: fileFormat.nullable().parse(row.format),
    file: fileOf(row),
    counts: z.record(z.string(), z.int()).nullable().parse(row.counts),
    createdByName: row.createdByName ?? "",
  };
}

function fileOf(row: RunRow): ProcessingRun["file"] {
  if (row.file === null) return null;
  const { name, size, objectKey } = file.parse(row.file);
  const keptUntil = fileKeptUntil(row.finishedAt ?? row.createdAt);
  const isKept = objectKey !== undefined && keptUntil > new Date();
  return { name, size, path: isKept ? `/processings/${row.id}/file` : null, keptUntil };
}

/** The file of a run, for callers who may see the run. */
export async function fileOfRun(core: Core, actor: Actor, runId: string): Promise<{ name: string; size: number; objectKey: string }> {
  const [row] = await core.database.sqlAs({ role: "tenant", ...scopeOf(actor) }, (sql) => runRows(sql, { runId, communityId: null }));
  const made = file.safeParse(row?.file);
  if (!row || !made.success) throw new DomainError("not-found", "processing-file-not-found");
  const { objectKey, ...rest } = made.data;
  if (objectKey === undefined || fileOf(row)?.path === null)
    throw new DomainError("not-found", "processing-file-gone", { days: FILE_KEPT_DAYS });
  return { ...rest, objectKey };
}
