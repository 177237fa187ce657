import { type CommunityImport, type ImportFindings, importFindings, importStatus } from "@archipel/contracts/communities-transfer.ts";
import { slug as slugSchema } from "@archipel/contracts/text.ts";
import { Prisma } from "@archipel/database/generated/client.ts";
import { z } from "zod";
import type { Person } from "../../../kernel/actor.ts";
import { portalHost } from "../../../kernel/addresses.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { isAddressReserved } from "../../portals/service.ts";
import {
  communityExists,
  deleteOldImports,
  importRow,
  importRows,
  isBeingImported,
  lockTarget,
  takenAddresses,
} from "./queries/imports.ts";
import type { ReadRows } from "./reading/check-rows.ts";

type Row = NonNullable<Awaited<ReturnType<typeof importRow>>>;

const errorOf = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }).nullable();

function importOf(row: Row): CommunityImport {
  return {
    id: row.id,
    fileName: row.fileName,
    size: Number(row.size),
    status: importStatus.parse(row.status),
    step: row.step,
    done: Number(row.done),
    total: row.total === null ? null : Number(row.total),
    found: row.found === null ? null : importFindings.parse(row.found),
    error: errorOf.parse(row.error),
    communityId: row.status === "done" ? row.targetId : null,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

export function listImports(core: Core): Promise<CommunityImport[]> {
  return core.database.withSystem(async (tx) => (await importRows(tx)).map(importOf));
}

/** Notes a file that is in the storage; the schedule inspects it. */
export async function addImport(
  core: Core,
  actor: Person,
  { objectKey, fileName, size }: { objectKey: string; fileName: string; size: number },
): Promise<CommunityImport> {
  return core.database.withSystem(async (tx) => {
    const row = await tx.communityImport.create({ data: { requestedById: actor.userId, fileName, size, objectKey } });
    const change = { communityId: null, actorId: actor.userId, resourceType: "community-import", resourceId: row.id };
    await audit(tx, { ...change, action: "community.import-uploaded", summary: { file: fileName } });
    return importOf(row);
  });
}

/** Starts an import whose file was inspected. Addresses that are taken here get the new ones that the operator chose. */
export async function startImport(core: Core, actor: Person, importId: string, slugs: Record<string, string>): Promise<CommunityImport> {
  return core.database.withSystem(async (tx) => {
    const row = await importRow(tx, importId);
    if (!row) throw new DomainError("not-found", "import-not-found");
    if (row.status !== "inspected" && row.status !== "failed") throw new DomainError("conflict", "import-not-ready");
    const found = importFindings.parse(row.found);
    await assertAddresses(core, tx, found, slugs);
    // The same community in two files: the second waits until the first has ended.
    await lockTarget(tx, found.community.id);
    if (await isBeingImported(tx, importId, found.community.id)) throw new DomainError("conflict", "import-running");
    const { count } = await tx.communityImport.updateMany({
      where: { id: importId, status: row.status },
      data: {
        status: "waiting",
        choices: { slugs, attemptsBefore: row.attempts },
        error: Prisma.DbNull,
        aliveAt: null,
        finishedAt: null,
        done: 0,
        total: null,
        step: null,
      },
    });
    if (count !== 1) throw new DomainError("conflict", "import-not-ready");
    const change = { communityId: null, actorId: actor.userId, resourceType: "community-import", resourceId: importId };
    await audit(tx, { ...change, action: "community.import-started", summary: { name: found.community.name, platform: found.platform } });
    return importOf({ ...row, status: "waiting" });
  });
}

/** Forgets an import that is not running, and its file. */
export async function discardImport(core: Core, importId: string): Promise<{ id: string }> {
  await core.database.withSystem(async (tx) => {
    const { count } = await tx.communityImport.deleteMany({ where: { id: importId, status: { notIn: ["running", "waiting"] } } });
    if (count !== 1) throw new DomainError("conflict", "import-not-ready");
  });
  return { id: importId };
}

type Tx = Parameters<Parameters<Core["database"]["withSystem"]>[0]>[0];

/** The addresses of a file, and which of them are taken here. */
export async function addressesOf(core: Core, tx: Tx, slugs: ReadRows["slugs"]): Promise<ImportFindings["slugs"]> {
  const hosts = slugs.map(({ slug }) => portalHost(core.env, slug));
  const taken = await takenAddresses(tx, { slugs: slugs.map(({ slug }) => slug), hosts });
  return slugs.map((one) => ({
    ...one,
    isTaken:
      one.kind === "community"
        ? taken.communities.has(one.slug)
        : taken.portals.has(one.slug) || taken.hosts.has(portalHost(core.env, one.slug)) || isAddressReserved(core, one.slug),
  }));
}

/** @throws DomainError for an address that is taken, chosen twice, or not an address */
async function assertAddresses(core: Core, tx: Tx, { slugs, community }: ImportFindings, choices: Record<string, string>): Promise<void> {
  if ((await communityExists(tx, community.id)) > 0) throw new DomainError("conflict", "import-community-exists", { name: community.name });
  const wanted = slugs.map(({ kind, slug, name }) => ({ kind, name, slug: Object.hasOwn(choices, slug) ? (choices[slug] ?? slug) : slug }));
  const odd = wanted.find(({ slug }) => !slugSchema.safeParse(slug).success);
  if (odd) throw new DomainError("invalid", "import-address-odd", { slug: odd.slug.slice(0, 80) }, "slugs");
  const taken = (await addressesOf(core, tx, wanted)).find(({ isTaken }) => isTaken);
  if (taken) throw new DomainError("conflict", "import-address-taken", { slug: taken.slug }, "slugs");
  const portals = wanted.filter(({ kind }) => kind === "portal").map(({ slug }) => slug);
  if (new Set(portals).size < portals.length) throw new DomainError("invalid", "import-address-twice", {}, "slugs");
}

/** Deletes files of imports that were left. */
export function sweepImports(core: Core): Promise<number> {
  return core.database.withSystem((tx) => deleteOldImports(tx));
}
