import { AsyncLocalStorage } from "node:async_hooks";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import { inSpan } from "@archipel/observability/tracing.ts";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { beginWith } from "./begin-with.ts";
import { type EmbeddedOptions, openEmbedded } from "./embedded-driver.ts";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { migrate } from "./migrate.ts";
import { embeddedNotifier, type Notifier, serverNotifier } from "./notifier.ts";
import { openingOf } from "./opening.ts";
import { type OutageListener, reportOutages } from "./outage-report.ts";
import { sharedLogEnd } from "./replica/log-end.ts";
import { parseLsn, replayedBefore } from "./replica/lsn.ts";
import { oneReadWith, readTogetherOn } from "./replica/reads.ts";
import { openReplica, type Replica } from "./replica/replica.ts";
import { type LensScope, openScopeSql, type Scope, type TenantScope } from "./scope.ts";
import { openServer } from "./server-driver.ts";
import { type OneRead, SNAPSHOT, type SqlDriver, type SqlSession } from "./sql-session.ts";
import { statementLimits } from "./statement-limits.ts";
import { type Watch, watchServer } from "./watch.ts";

/** Prisma inside one scoped transaction. */
export type Tx = Prisma.TransactionClient;

export type DatabaseOptions = (({ kind: "embedded" } & EmbeddedOptions) | ServerDatabase) & {
  /** Hears of outages, once for each. */
  onOutage?: OutageListener;
};

interface ServerDatabase {
  kind: "server";
  /** The server, or a pooler in front of it that gives out connections by transaction. */
  url: string;
  /** The server itself: LISTEN needs a session of its own. Absent: `url`. */
  listenUrl?: string | undefined;
  /** A streaming replica of the server, or a pooler in front of it. It answers reads when it shows all that was committed before them. */
  replicaUrl?: string | undefined;
  /** Most connections to the server, and as many to the replica. */
  poolSize?: number;
}

/**
 * The only access to the database. Every read and write happens in a transaction that names who acts; without one, row-level
 * security shows nothing.
 */
export interface Database {
  kind: "embedded" | "server";
  /** A person's call: role `archipel_app`, rows by membership. */
  withTenant<T>(who: Omit<TenantScope, "role">, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A person's call through grants: role `archipel_lens`, rows of layers inside the areas that the grants give. */
  withLens<T>(who: Omit<LensScope, "role" | "reads">, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** A job: role `archipel_worker`, confined to one community. */
  withWorker<T>(communityId: CommunityId, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The platform itself: role `archipel_system`. */
  withSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same three scopes for raw SQL: COPY, DDL and the hot paths. */
  sqlAs<T>(scope: Scope, work: (sql: SqlSession) => Promise<T>): Promise<T>;
  /**
   * Reads by raw SQL in one snapshot: every query of `work` sees the rows as they were when it began, and none can write. `inScope` runs a
   * part of it in another scope.
   */
  snapshotAs<T>(scope: Scope, work: (sql: SqlSession) => Promise<T>): Promise<T>;
  /**
   * Reads by one statement in a snapshot of its own, in one round trip: for what is asked most, tiles and features. Each read is one transaction.
   * A replica may answer, except in the scope of grants.
   */
  readAs(scope: Scope): OneRead;
  /**
   * Rows of several SELECTs that do not depend on one another, read in one round trip; none for null. Their texts must be few: everything
   * that varies is a value. For what visitors wait for most.
   *
   * @param server whether a replica may answer. Not where another read follows that must show no less: the primary may be read for it, and a
   * replica can show a commit a moment before the primary does. Nor for `pg_current_snapshot()`, which is not exact on a replica.
   */
  readTogether<Reads extends Readonly<Record<string, Read<object> | null>>>(
    who: Omit<TenantScope, "role">,
    reads: Reads,
    server?: "primary" | "replica-too",
  ): Promise<{ [Name in keyof Reads]: RowOf<Reads[Name]>[] }>;
  /** The same database for a job that was requested with a key of the community: all its journal entries name the key. */
  forKey(keyId: string): Database;
  /** Whether this call is inside a transaction. */
  isInTransaction(): boolean;
  /** SQL as the owner of the tables, without a scope: migrations and the job queue's own schema. */
  driver: SqlDriver;
  /** Most connections of this process. The embedded database has one. */
  poolSize: number;
  /** The connections of this process, and the calls that wait for one; null on the embedded database, which has only one. */
  connections(): Connections | null;
  /** Notifies the readers of the outbox, in every process. */
  notifier: Notifier;
  /** Applies the missing migrations and returns their names. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

/** A SELECT, and the type of its rows. */
export interface Read<Row extends object> {
  readonly sql: Prisma.Sql;
  /** Never set: it only says the type. */
  readonly row?: Row;
}

type RowOf<Some> = Some extends Read<infer Row> ? Row : never;

export interface Connections {
  busy: number;
  idle: number;
  waiting: number;
}

const TRANSACTION = { maxWait: 30_000, timeout: 120_000 };

export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.kind === "embedded") {
    const { pglite, driver } = await openEmbedded(options);
    const prisma = new PrismaClient({ adapter: new PrismaPGlite(pglite) });
    return databaseOf(prisma, {
      kind: "embedded",
      driver,
      notifier: embeddedNotifier(),
      poolSize: 1,
      replica: null,
      connections: () => null,
      onOutage: options.onOutage,
    });
  }
  const poolSize = options.poolSize ?? 10;
  const watch = watchServer(options.listenUrl ?? options.url);
  const { pool, driver } = openServer({ url: options.url, poolSize, watch });
  const connections = () => ({ busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return databaseOf(prisma, {
    kind: "server",
    driver: { ...driver, close: () => driver.close().finally(watch.close) },
    notifier: serverNotifier(options.listenUrl ?? options.url, pool),
    poolSize,
    replica: replicaOf(options, poolSize, watch),
    connections,
    onOutage: options.onOutage,
  });
}

/** With a connection to the primary of its own, so that the short question of where its log ends waits behind no long statement. */
function replicaOf({ url, replicaUrl }: ServerDatabase, poolSize: number, watch: Watch): Replica | null {
  if (replicaUrl === undefined) return null;
  const { pool, driver } = openServer({ url, poolSize: 1, watch });
  // A constant of the server.
  let pageBytes: bigint | undefined;
  const logEnd = async () => {
    pageBytes ??= BigInt((await pool.query<{ bytes: string }>("SELECT current_setting('wal_block_size') AS bytes")).rows[0]?.bytes ?? 0);
    // Of what is inserted, not of what is written: a commit that need not wait for the disk is visible before it is written.
    const { rows } = await pool.query<{ at: string }>("SELECT pg_current_wal_insert_lsn()::text AS at");
    return replayedBefore(parseLsn(rows[0]?.at ?? ""), pageBytes);
  };
  const replica = openReplica({ url: replicaUrl, poolSize }, sharedLogEnd(logEnd));
  return { ...replica, close: async () => void (await Promise.all([replica.close(), driver.close()])) };
}

type Engine = Pick<Database, "kind" | "driver" | "notifier" | "poolSize" | "connections"> & {
  replica: Replica | null;
  onOutage: OutageListener | undefined;
};

function databaseOf(prisma: PrismaClient, { replica, onOutage, ...parts }: Engine): Database {
  const outages = onOutage && reportOutages(onOutage, () => parts.driver.execute("SELECT 1"));
  const noted = (error: unknown): never => {
    outages?.note(error);
    throw error;
  };
  // The job queue asks all the time: an outage shows there first.
  const driver: SqlDriver = {
    ...parts.driver,
    execute: <Row extends object>(text: string, params?: unknown[]) => parts.driver.execute<Row>(text, params).catch(noted),
  };
  const engine = { ...parts, driver };
  const { notifier } = engine;
  const inside = new AsyncLocalStorage<true>();

  // On the embedded database, a transaction opened inside another waits for itself forever: throw instead.
  function once<T>({ role }: Scope, open: () => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error("a transaction is already open in this call: pass its tx on instead of opening another");
    const attributes = { "db.system.name": "postgresql", "archipel.scope": role };
    return inside.run(true, () => inSpan("database transaction", attributes, open)).catch(noted);
  }

  const scoped = async <T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> => {
    const sql = openScopeSql(scope, statementLimits());
    return once(scope, () =>
      beginWith(sql, (first) =>
        prisma.$transaction(async (tx) => {
          // The embedded database begins by itself.
          if (!first.isSent) await tx.$queryRawUnsafe(sql);
          return work(tx);
        }, TRANSACTION),
      ),
    );
  };

  const database: Database = {
    ...engine,
    isInTransaction: () => inside.getStore() === true,
    // Only these fields: the argument may carry more, for example a member's `role`, which must never become the database role.
    withTenant: (who, work) => scoped({ ...whoOf(who), role: "tenant" }, work),
    withLens: ({ about, ...who }, work) => scoped({ ...whoOf(who), role: "lens", about }, work),
    withWorker: (communityId, work) => scoped({ role: "worker", communityId }, work),
    withSystem: (work) => scoped({ role: "system" }, work),
    sqlAs: async (scope, work) => {
      const opening = openScopeSql(scope, statementLimits());
      return once(scope, () => driver.transaction(work, opening));
    },
    snapshotAs: async (scope, work) =>
      once(scope, () => driver.transaction(work, `SET TRANSACTION ${SNAPSHOT}; ${openScopeSql(scope, statementLimits())}`)),
    readAs: (scope) => {
      const opening = openingOf(scope, statementLimits());
      const primary = driver.alone(opening);
      // In the scope of grants, the opening and the rows must be judged in one snapshot.
      const reads = replica && scope.role === "tenant" ? oneReadWith(replica, opening, primary) : primary;
      return {
        query: (text, params, isKept) => once(scope, () => reads.query(text, params, isKept)),
        bytes: (statement, isKept) => once(scope, () => reads.bytes(statement, isKept)),
        texts: (statement, isKept) => once(scope, () => reads.texts(statement, isKept)),
      };
    },
    readTogether: async <Reads extends Readonly<Record<string, Read<object> | null>>>(
      who: Omit<TenantScope, "role">,
      reads: Reads,
      server: "primary" | "replica-too" = "primary",
    ) => {
      const scope = { ...whoOf(who), role: "tenant" } as const;
      const wanted = Object.entries(reads).flatMap(([name, read]) =>
        read ? [{ name, text: read.sql.text, values: read.sql.values }] : [],
      );
      const opening = openingOf(scope, statementLimits());
      const read = async () =>
        (replica && server === "replica-too" && (await readTogetherOn(replica, wanted, opening))) || driver.together(wanted, opening);
      const answers = wanted.length > 0 ? await once(scope, read) : [];
      const rows = new Map(wanted.map(({ name }, index) => [name, answers[index] ?? []]));
      type Rows = { [Name in keyof Reads]: RowOf<Reads[Name]>[] };
      return Object.fromEntries(Object.keys(reads).map((name) => [name, rows.get(name) ?? []])) as Rows;
    },
    forKey: (keyId) => ({
      ...database,
      withWorker: (communityId, work) => scoped({ role: "worker", communityId, keyId }, work),
      sqlAs: (scope, work) => database.sqlAs(scope.role === "worker" ? { keyId, ...scope } : scope, work),
    }),
    migrate: () => migrate(driver),
    close: async () => {
      outages?.close();
      await notifier.close();
      await replica?.close();
      await prisma.$disconnect();
      await driver.close();
    },
  };
  return database;
}

/** Callers pass more than a scope needs. */
const whoOf = ({ userId, communityId, key, reach, hasSecondStep, organisation, viewedAs, passTo }: Omit<TenantScope, "role">) => ({
  ...{ userId, communityId, key, reach, hasSecondStep, organisation, viewedAs, passTo },
});
