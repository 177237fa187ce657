import type { CommunityId } from "@archipel/contracts/ids.ts";
import { inScope, type SystemScope, type TransferScope } from "@archipel/database/scope.ts";
import type { SqlSession } from "@archipel/database/sql-session.ts";
import { portalHost } from "../../../../kernel/addresses.ts";
import { auditIn } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { emitIn } from "../../../../kernel/outbox.ts";
import { type BagManifest, PATHS } from "../../bag/manifest.ts";
import { TABLES } from "../../belonging/policy.ts";
import { columnsOfTables, foreignKeys, type MovedTable, movedTables } from "../../belonging/queries.ts";
import {
  type Arriving,
  arrivedPortals,
  finishSql,
  foreignReference,
  insertHost,
  insertSql,
  lateColumns,
  namedObjects,
  orBack,
  sendRows,
} from "../queries/insert.ts";
import { noteAccounts } from "../queries/people.ts";
import { declaredColumns, personColumns, type ReadRows, rowOf } from "../reading/check-rows.ts";
import { bagError, type OpenBag } from "../reading/open-bag.ts";
import { type MatchedPeople, matchPeople } from "./match-people.ts";

/** Text of rows that is sent at a time. */
const BATCH_CHARACTERS = 2 * 1024 * 1024;
const BATCH_ROWS = 1_000;

const SYSTEM: SystemScope = { role: "system" };

export interface RowsToWrite {
  importId: string;
  bag: OpenBag;
  manifest: BagManifest;
  read: ReadRows;
  communityId: CommunityId;
  requestedById: string;
  /** New addresses by old ones. */
  slugs: Readonly<Record<string, string>>;
  /** The stored objects that the bag brought. */
  objects: ReadonlySet<string>;
  progress: (rows: number) => Promise<void>;
}

/**
 * Writes people and rows in one transaction: all or none. The rows are written in the scope of the arriving community, where row-level
 * security refuses any other community's.
 */
export function writeArrivingRows(core: Core, wanted: RowsToWrite): Promise<MatchedPeople> {
  const transfer: TransferScope = { role: "transfer", communityId: wanted.communityId };
  return core.database.sqlAs(SYSTEM, async (sql) => {
    const tables = await movedTables(sql);
    const references = await foreignKeys(sql);
    const owned = new Set(
      [...(await columnsOfTables(sql))].flatMap(([name, all]) => (all.some((one) => one.name === "community_id") ? [name] : [])),
    );
    const people = await matchPeople(sql, wanted.read);
    await inScope(sql, { from: SYSTEM, to: transfer }, async () => {
      let rows = 0;
      const arriving = tables
        .filter(({ name }) => name !== "users" && !TABLES[name]?.isForPeople)
        .map(
          (table): Arriving => ({
            table,
            columns: declaredColumns(wanted.manifest, table.name),
            people: personColumns.get(table.name) ?? [],
          }),
        )
        .filter(({ columns }) => columns.size > 0);
      for (const one of arriving) {
        await eachBatch(sql, wanted, one, insertSql(one), people, (count) => {
          rows += count;
          return wanted.progress(rows);
        });
        if (one.table.name === "portals") await writeHosts(core, sql, wanted);
      }
      for (const one of arriving) {
        if (lateColumns(one).length > 0) await eachBatch(sql, wanted, one, finishSql(one), people, async () => {});
      }
      await assertObjects(
        core,
        sql,
        arriving.map(({ table }) => table),
        wanted.objects,
      );
    });
    const foreign = await foreignReference(sql, wanted.communityId, references, owned);
    if (foreign !== null) throw bagError("bag-reference-foreign", { column: foreign });
    const change = {
      communityId: wanted.communityId,
      actorId: wanted.requestedById,
      resourceType: "community",
      resourceId: wanted.communityId,
    };
    const { community, platform } = wanted.manifest;
    await auditIn(sql, { ...change, action: "community.imported", summary: { name: community.name, platform } });
    await emitIn(sql, "community.created", wanted.communityId, { communityId: wanted.communityId });
    // Last: progress, which is another transaction, changes the same row.
    await noteAccounts(sql, wanted.importId, people.created);
    return people;
  });
}

/** Runs a statement over the rows of a table, a batch at a time. A refused batch is tried row by row, to name the line. */
async function eachBatch(
  sql: SqlSession,
  wanted: RowsToWrite,
  { table }: Arriving,
  statement: string,
  { ids }: MatchedPeople,
  done: (rows: number) => Promise<void>,
): Promise<void> {
  const file = PATHS.table(table.name);
  const people = JSON.stringify(ids);
  let batch: { number: number; text: string }[] = [];
  let characters = 0;
  const send = async () => {
    if (batch.length === 0) return;
    await orBack(
      sql,
      () =>
        sendRows(
          sql,
          statement,
          batch.map(({ text }) => text),
          people,
        ),
      (error) => refusalOf(sql, statement, people, batch, file, error),
    );
    await done(batch.length);
    batch = [];
    characters = 0;
  };
  for await (const { number, text } of wanted.bag.lines(file)) {
    batch.push({ number, text: readdressed(table, text, wanted.slugs, { file, line: number }) });
    characters += text.length;
    if (characters > BATCH_CHARACTERS || batch.length >= BATCH_ROWS) await send();
  }
  await send();
}

async function refusalOf(
  sql: SqlSession,
  statement: string,
  people: string,
  batch: readonly { number: number; text: string }[],
  file: string,
  first: unknown,
): Promise<Error> {
  for (const { number, text } of batch) {
    try {
      await sendRows(sql, statement, [text], people);
    } catch (error) {
      return bagError("bag-row-refused", { file, line: number, reason: reasonOf(error) });
    }
  }
  // Alone each row is fine: what they have in common is in the message.
  return bagError("bag-row-refused", { file, line: batch[0]?.number ?? 1, reason: reasonOf(first) });
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]?.slice(0, 200) ?? "";
}

/** The community and its portals under the addresses that the operator chose. */
function readdressed(
  { name }: MovedTable,
  text: string,
  slugs: Readonly<Record<string, string>>,
  at: { file: string; line: number },
): string {
  if (name !== "communities" && name !== "portals") return text;
  const row = rowOf(text, at);
  const chosen = typeof row.slug === "string" && Object.hasOwn(slugs, row.slug) ? slugs[row.slug] : undefined;
  return chosen === undefined ? text : JSON.stringify({ ...row, slug: chosen });
}

/** Each portal gets the address of its name here. Domains of their own are proved again. */
async function writeHosts(core: Core, sql: SqlSession, { communityId }: RowsToWrite): Promise<void> {
  for (const { id, slug } of await arrivedPortals(sql)) {
    await insertHost(sql, { host: portalHost(core.env, slug), portalId: id, communityId });
  }
}

/** A row names only objects that came with it: another community's bytes have keys too. */
async function assertObjects(core: Core, sql: SqlSession, tables: readonly MovedTable[], objects: ReadonlySet<string>): Promise<void> {
  for (const table of tables.filter(({ objectPaths }) => objectPaths.length > 0)) {
    for (const { key } of await namedObjects(sql, table)) {
      if (objects.has(key)) continue;
      // The other platform had lost it already: it is nowhere.
      if (!(await core.storage.stat(key))) continue;
      throw bagError("bag-object-missing", { file: PATHS.table(table.name), key: key.slice(0, 80) });
    }
  }
}
