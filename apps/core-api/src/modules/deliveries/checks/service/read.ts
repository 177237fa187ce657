import {
  type Check,
  type CheckFinding,
  type CheckGroups,
  checkFinding,
  type checkFindingsInput,
  checkVerdict,
} from "@archipel/contracts/checks.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { failure } from "@archipel/contracts/uploads.ts";
import type { Tx } from "@archipel/database/database.ts";
import { factsOf, isCode } from "@archipel/validation/codes.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, scopeOf } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { latestJobs } from "../../../../kernel/jobs/rows.ts";
import { namesOf } from "../../../../kernel/names.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import { groupsWithin, placeAfter, type StoredGroups, statusOf, storedGroups, storedOptions, storedTitle } from "../policy.ts";
import {
  type CheckRow,
  checksOfUpload,
  countFindings,
  type FindingRow,
  findCheck,
  nextChecks,
  pageOfFindings,
  rowsOfFindings,
} from "../queries.ts";

export function listChecks(core: Core, actor: MemberActor, uploadId: string): Promise<Check[]> {
  return core.database.withTenant(actor, async (tx) => {
    await assertUpload(tx, actor, uploadId);
    return describe(tx, actor.communityId, await checksOfUpload(tx, actor.communityId, uploadId));
  });
}

export function getCheck(core: Core, actor: MemberActor, checkId: string): Promise<Check> {
  return core.database.withTenant(actor, (tx) => checkIn(tx, actor.communityId, checkId));
}

/** The row of a check. @throws DomainError when there is no check of this id */
export async function assertCheck(tx: Tx, communityId: CommunityId, checkId: string): Promise<CheckRow> {
  const row = await findCheck(tx, communityId, checkId);
  if (!row) throw new DomainError("not-found", "check-not-found");
  return row;
}

/** One check as the API returns it, read in the transaction that made it. */
export async function checkIn(tx: Tx, communityId: CommunityId, checkId: string): Promise<Check> {
  const [found] = await describe(tx, communityId, [await assertCheck(tx, communityId, checkId)]);
  if (!found) throw new DomainError("not-found", "check-not-found");
  return found;
}

/** The groups of a check. Empty while the check runs: findings are counted at its end. */
export function listGroups(core: Core, actor: MemberActor, checkId: string): Promise<CheckGroups> {
  return core.database.withTenant(actor, (tx) => groupsOf(tx, actor.communityId, checkId));
}

/** A page of findings: the most severe group first, findings of a group in the order of the file. */
export function listFindings(core: Core, actor: MemberActor, input: z.infer<typeof checkFindingsInput>): Promise<Page<CheckFinding>> {
  const { communityId } = actor;
  return core.database.withTenant(actor, async (tx) => {
    const groups = groupsWithin((await groupsOf(tx, communityId, input.checkId)).groups, input);
    const numbers = groups.map(({ number }) => number);
    const rows = await pageOfFindings(tx, communityId, input.checkId, numbers, input, placeAfter(input.cursor), input.limit + 1);
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    const isByRow = input.file !== undefined || input.table !== undefined || input.repairable !== undefined;
    const total = isByRow
      ? await countFindings(tx, communityId, input.checkId, numbers, input)
      : groups.reduce((sum, { listed }) => sum + listed, 0);
    return {
      items: shown.map(findingOf),
      total,
      nextCursor: rows.length > input.limit && last ? `${last.position}.${last.sequence}` : null,
    };
  });
}

async function groupsOf(tx: Tx, communityId: CommunityId, checkId: string): Promise<StoredGroups> {
  const row = await tx.check.findUnique({ where: { id: checkId, communityId }, select: { groups: true } });
  if (!row) throw new DomainError("not-found", "check-not-found");
  if (row.groups === null) return { groups: [], tables: [], files: [] };
  const { groups, ...names } = storedGroups.parse(row.groups);
  const filled = groups.map((group) => ({ ...group, example: group.example && { ...group.example, params: allParams(group.example) } }));
  return { groups: filled, ...names };
}

function findingOf({ shape, bbox, place: _place, ...row }: FindingRow): CheckFinding {
  const found = checkFinding.parse({ ...row, bbox: bbox?.length === 4 ? bbox : null, place: shape });
  return { ...found, params: allParams(found) };
}

/** Gives a sentence every parameter that it uses, empty where the finding does not have it. */
function allParams({ code, params }: Pick<CheckFinding, "code" | "params">): CheckFinding["params"] {
  const names = isCode(code) ? factsOf(code).params : [];
  return { ...Object.fromEntries(names.map((name) => [name, ""])), ...params };
}

/** Findings by their sequences, in that order. */
export async function findingsAt(tx: Tx, communityId: CommunityId, checkId: string, sequences: number[]): Promise<CheckFinding[]> {
  return (await rowsOfFindings(tx, communityId, checkId, sequences)).map(findingOf);
}

async function describe(tx: Tx, communityId: CommunityId, rows: CheckRow[]): Promise<Check[]> {
  const jobs = await latestJobs(
    tx,
    communityId,
    rows.map(({ id }) => id),
  );
  const next = await nextChecks(
    tx,
    communityId,
    rows.map(({ id }) => id),
  );
  const names = await namesOf(tx, [...new Set(rows.map(({ createdById }) => createdById))]);
  return rows.map((row) => {
    const job = jobs.get(row.id) ?? null;
    const verdict = row.verdict === null ? null : checkVerdict.parse(row.verdict);
    const status = statusOf(verdict, job?.status ?? null);
    const isOver = status === "ran" || status === "failed";
    const error = isOver && verdict === null ? { code: "check-stopped", params: {} } : null;
    return {
      id: row.id,
      communityId: row.communityId,
      uploadId: row.uploadId,
      fileName: row.upload.fileName,
      model: { key: row.modelKey, version: row.modelVersion, title: storedTitle.parse(row.modelTitle) },
      options: storedOptions.parse(row.options),
      status,
      verdict: isOver ? verdict : null,
      jobId: isOver ? null : (job?.id ?? null),
      error: error && job?.error ? failure.parse(job.error) : error,
      repairs: row.repairs,
      isCurrent: row.recipeRevision === row.upload.recipeRevision,
      nextId: next.get(row.id) ?? null,
      createdByName: names.get(row.createdById) ?? "",
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
    };
  });
}

/** The community of a check that the caller may see, for routes that name only the check. Strangers get "not found". */
export async function communityOfCheck(core: Core, actor: Actor, checkId: string): Promise<string> {
  const row = await core.database.withTenant(scopeOf(actor), (tx) =>
    tx.check.findUnique({ where: { id: checkId }, select: { communityId: true } }),
  );
  if (!row) throw new DomainError("not-found", "check-not-found");
  return row.communityId;
}
