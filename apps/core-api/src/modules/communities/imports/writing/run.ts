import { AsyncLocalStorage } from "node:async_hooks";
import type { ImportFindings } from "@archipel/contracts/communities-transfer.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { z } from "zod";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { isDatabaseAway, isDiskFull } from "../../../../kernel/refusal.ts";
import { forgetHosts } from "../../../portals/service.ts";
import type { BagManifest } from "../../bag/manifest.ts";
import { foreignKeys, movedTables } from "../../belonging/queries.ts";
import { removeCommunity } from "../../removal/service.ts";
import { abandonedCommunities, communityExists, isUnfinished, reportImport, type TakenImport, takeImport } from "../queries/imports.ts";
import { accountsOf, deleteUnusedAccounts, takeAbandonedAccounts } from "../queries/people.ts";
import { checkRows, checkSchema, type ReadRows } from "../reading/check-rows.ts";
import { bagError, keyOfPath, type OpenBag, withBag } from "../reading/open-bag.ts";
import { verifyBag } from "../reading/verify.ts";
import { addressesOf } from "../service.ts";
import { buildLayers } from "./build-layers.ts";
import { writeArrivingRows } from "./write-rows.ts";

const MOST_ATTEMPTS = 5;
/** How often a long step says that the process lives. */
const ALIVE_MS = 20_000;
const REPORT_MS = 500;

/** The work was taken over by another process. */
class TakenOverError extends Error {
  override name = "TakenOverError";
}

const choicesOf = z.object({
  slugs: z.record(z.string(), z.string()).default({}),
  /** Attempts before an operator started it: those of the inspection, and of earlier starts. */
  attemptsBefore: z.number().default(0),
});

/** Proves that work may act in a community: given by the part of the platform that runs it. */
export type Prove = (communityId: string) => CommunityId;

/** Inspects and imports what waits, one after the other. @returns their number */
export async function runImports(core: Core, prove: Prove): Promise<number> {
  await removeAbandoned(core, prove);
  for (let done = 0; ; done++) {
    const taken = await core.database.sqlAs({ role: "system" }, (sql) => takeImport(sql));
    if (!taken) return done;
    await runImport(core, taken, prove);
  }
}

async function runImport(core: Core, taken: TakenImport, prove: Prove): Promise<void> {
  const say = (data: Prisma.CommunityImportUpdateManyMutationInput) => core.database.withSystem((tx) => reportImport(tx, taken, data));
  const timer = setInterval(() => void say({}).catch(() => {}), ALIVE_MS);
  let reportedAt = 0;
  let lastStep = "";
  const progress = async (step: string, done: number, total: number | null) => {
    const now = Date.now();
    if (step === lastStep && now - reportedAt < REPORT_MS) return;
    if (step !== lastStep) core.log.debug({ import: taken.id, step }, "import step");
    reportedAt = now;
    lastStep = step;
    if (!(await say({ step, done, total }))) throw new TakenOverError();
  };
  try {
    // An attempt that died left a part of the community.
    if (taken.status === "running" && taken.targetId) await removeUnfinished(core, taken.id, prove(taken.targetId));
    if (taken.attempts - choicesOf.parse(taken.choices ?? {}).attemptsBefore > MOST_ATTEMPTS)
      throw new DomainError("unavailable", "job-keeps-failing");
    await core.storage.withFile(taken.objectKey, (path) =>
      withBag(path, (bag) =>
        taken.status === "inspecting" ? inspect(core, taken, bag, progress, say) : write(core, { taken, bag, prove }, progress, say),
      ),
    );
  } catch (error) {
    // After an outage it counts as silent, and is taken again.
    if (error instanceof TakenOverError || isDatabaseAway(error)) return;
    const known =
      error instanceof DomainError
        ? { code: error.code, params: error.params }
        : { code: isDiskFull(error) ? "disk-full" : "internal", params: {} };
    if (!(error instanceof DomainError)) core.log.error({ err: error, import: taken.id }, "import of a community failed");
    await say({ status: taken.status === "inspecting" ? "refused" : "failed", error: known, finishedAt: new Date() });
  } finally {
    clearInterval(timer);
  }
}

/** Removes what a dead attempt of this import wrote: never a community that is complete, or that another import is writing. */
async function removeUnfinished(core: Core, importId: string, communityId: CommunityId): Promise<void> {
  if (await core.database.withSystem((tx) => isUnfinished(tx, importId, communityId))) await removeCommunity(core, communityId);
}

/** Removes what imports left that were given up: the community, its address and the accounts that nobody else needs. */
async function removeAbandoned(core: Core, prove: Prove): Promise<void> {
  for (const id of await core.database.withSystem((tx) => abandonedCommunities(tx))) {
    await removeCommunity(core, prove(id));
    core.log.info({ community: id }, "part of a community that an import left removed");
  }
  await core.database.sqlAs({ role: "system" }, async (sql) => deleteUnusedAccounts(sql, await takeAbandonedAccounts(sql)));
}

type Progress = (step: string, done: number, total: number | null) => Promise<void>;
type Say = (data: Prisma.CommunityImportUpdateManyMutationInput) => Promise<boolean>;

/** Reads the whole file, without writing anything: what it holds, and what conflicts. */
async function inspect(core: Core, taken: TakenImport, bag: OpenBag, progress: Progress, say: Say): Promise<void> {
  const manifest = await verifyBag(bag, (bytes, total) => progress("check", bytes, total));
  const read = await readAll(core, bag, manifest, progress);
  const found = await findingsOf(core, bag, manifest, read);
  core.log.info({ import: taken.id, community: found.community.id, rows: read.rows }, "file of a community inspected");
  await say({ status: "inspected", found, targetId: manifest.community.id, step: null });
}

async function readAll(core: Core, bag: OpenBag, manifest: BagManifest, progress: Progress): Promise<ReadRows> {
  const { tables, needed } = await core.database.sqlAs({ role: "system" }, async (sql) => ({
    tables: await movedTables(sql),
    needed: (await foreignKeys(sql)).filter(({ target }) => target === "users").map(({ table, columns }) => `${table}.${columns[0]}`),
  }));
  checkSchema(manifest, tables);
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  return checkRows(bag, manifest, { neededPeople: new Set(needed), progress: (rows) => progress("read", rows, total) });
}

async function findingsOf(core: Core, bag: OpenBag, manifest: BagManifest, read: ReadRows): Promise<ImportFindings> {
  const { community, platform, writtenAt, schema, tables, layers, objects } = manifest;
  const keys = [...bag.sizes.keys()].filter((path) => keyOfPath(path) !== null);
  const emails = read.people.map(({ email }) => email.toLowerCase());
  const known = await core.database.sqlAs({ role: "system" }, (sql) => accountsOf(sql, emails));
  const slugs = await core.database.withSystem(async (tx) => {
    if ((await communityExists(tx, community.id)) > 0) throw bagError("import-community-exists", { name: community.name });
    return addressesOf(core, tx, read.slugs);
  });
  return {
    community,
    platform,
    writtenAt,
    schema,
    tables: tables.filter(({ rows }) => rows > 0).map(({ name, rows }) => ({ name, rows })),
    layers: layers.length,
    features: layers.reduce((sum, { rows }) => sum + rows, 0),
    objects: { count: keys.length, bytes: objects.bytes, missing: objects.missing.length },
    people: { known: known.length, created: read.people.length - known.length },
    slugs,
    domains: read.domains,
  };
}

/** Writes the community: objects, rows in one transaction, layers; nobody sees it before all is there. What fails is removed again. */
async function write(
  core: Core,
  { taken, bag, prove }: { taken: TakenImport; bag: OpenBag; prove: Prove },
  progress: Progress,
  say: Say,
): Promise<void> {
  const manifest = await verifyBag(bag, (bytes, total) => progress("check", bytes, total));
  const read = await readAll(core, bag, manifest, progress);
  const communityId = prove(manifest.community.id);
  // Nothing of a community that exists is ever touched, also not by the clean-up below.
  if ((await core.database.withSystem((tx) => communityExists(tx, communityId))) > 0) {
    throw bagError("import-community-exists", { name: manifest.community.name });
  }
  if (!(await say({ targetId: communityId }))) throw new TakenOverError();
  const objects = new Set<string>();
  const made: { people: string[] } = { people: [] };
  let isWritten = false;
  try {
    await storeObjects(core, bag, objects, progress);
    const { slugs } = choicesOf.parse(taken.choices);
    const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
    const outside = core.database.kind === "server" ? progressOutside(progress) : async () => {};
    const people = await writeArrivingRows(core, {
      importId: taken.id,
      bag,
      manifest,
      read,
      communityId,
      requestedById: taken.requestedById,
      slugs,
      objects,
      progress: (rows) => outside("rows", rows, total),
    });
    isWritten = true;
    made.people = people.created;
    const features = manifest.layers.reduce((sum, { rows }) => sum + rows, 0);
    await buildLayers(core, { bag, manifest, communityId, people: people.ids, progress: (done) => progress("layers", done, features) });
    await activate(core, taken, communityId, manifest);
  } catch (error) {
    if (!(error instanceof TakenOverError)) {
      // What stays is removed by the next attempt: the reason of the failure is worth more than that of the clean-up.
      await takeBack(core, { communityId: isWritten ? communityId : null, objects, people: made.people }).catch((failed: unknown) =>
        core.log.error({ err: failed, import: taken.id }, "an import was not taken back"),
      );
    }
    throw error;
  }
  forgetHosts(core);
}

/** Progress of a transaction that runs: a transaction of its own beside it. */
function progressOutside(progress: Progress): Progress {
  const outside = AsyncLocalStorage.snapshot();
  return (...state) => outside(() => progress(...state));
}

async function storeObjects(core: Core, bag: OpenBag, stored: Set<string>, progress: Progress): Promise<void> {
  const paths = [...bag.sizes.keys()].filter((path) => keyOfPath(path) !== null);
  for (const [index, path] of paths.entries()) {
    await progress("objects", index, paths.length);
    const { key } = await core.storage.put(await bag.open(path));
    if (key !== keyOfPath(path)) throw bagError("bag-checksum", { file: path });
    stored.add(key);
  }
}

async function activate(core: Core, taken: TakenImport, communityId: CommunityId, { community, platform }: BagManifest): Promise<void> {
  await core.database.withSystem(async (tx) => {
    const isMine = await reportImport(tx, taken, { status: "done", step: null, finishedAt: new Date(), objectKey: null });
    if (!isMine) throw new TakenOverError();
    await tx.community.update({ where: { id: communityId }, data: { status: "active" } });
    const change = { communityId: null, actorId: taken.requestedById, resourceType: "community", resourceId: communityId };
    await audit(tx, { ...change, action: "community.imported", summary: { name: community.name, platform } });
  });
}

async function takeBack(
  core: Core,
  { communityId, objects, people }: { communityId: CommunityId | null; objects: ReadonlySet<string>; people: readonly string[] },
): Promise<void> {
  if (communityId) await removeCommunity(core, communityId);
  if (people.length > 0) await core.database.sqlAs({ role: "system" }, (sql) => deleteUnusedAccounts(sql, people));
  await deleteUnreferenced(core, [...objects]);
}
