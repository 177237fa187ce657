import type { openEmbedded } from "@archipel/database/embedded-driver.ts";

type Engine = Awaited<ReturnType<typeof openEmbedded>>["pglite"];

/** State of a freshly loaded engine, to which it can be restored. */
export interface Baseline {
  fingerprint: string;
  /** Quoted names of tables, sequences and views. */
  relations: ReadonlySet<string>;
  /** Rows written by the migrations and the queue, in COPY format. */
  rows: { table: string; content: Blob }[];
  sequences: { name: string; value: string; isCalled: boolean }[];
}

/** Our schemas: not PostgreSQL's own, and not those of extensions. */
const OURS = "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'topology', 'tiger')";
/** Excludes relations of extensions, for example `spatial_ref_sys`. */
const notOfExtension = (catalog: string, oid: string) =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
const NAMED = "format('%I.%I', n.nspname, c.relname)";
const RELATIONS = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} AND ${notOfExtension("pg_class", "c.oid")}`;
/** Tables that hold rows themselves: the partitions of a partitioned table, not the table. */
const TABLES = `${RELATIONS} AND c.relkind = 'r'`;

export async function readBaseline(engine: Engine): Promise<Baseline> {
  const relations = await relationsOf(engine);
  const rows = [];
  for (const table of await filledTables(engine)) {
    const { blob } = await engine.query(`COPY ${table} TO '/dev/blob'`);
    if (blob) rows.push({ table, content: new Blob([await blob.arrayBuffer()]) });
  }
  const sequences = await sequencesOf(engine);
  return { relations: new Set(relations.map(({ name }) => name)), rows, sequences, fingerprint: await catalogFingerprint(engine) };
}

/** Removes what tests left: session settings, tables of layers, rows, positions of sequences, statistics of the planner. */
export async function restore(engine: Engine, baseline: Baseline): Promise<void> {
  await engine.exec("ROLLBACK");
  await engine.exec("DISCARD ALL");
  await engine.exec(`
    DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT format('%I', n.nspname) FROM pg_namespace n WHERE ${OURS} AND n.nspname NOT IN (${schemasOf(baseline)}) LOOP
        EXECUTE 'DROP SCHEMA ' || name || ' CASCADE';
      END LOOP;
    END $$`);
  const added = (await relationsOf(engine)).filter(({ name, kind }) => !baseline.relations.has(name) && KINDS[kind] !== undefined);
  const drops = added.map(({ name, kind }) => `DROP ${KINDS[kind]} IF EXISTS ${name} CASCADE;`);
  const filled = await filledTables(engine, added.length > 0 ? baseline.relations : undefined);
  // Disables our triggers: some refuse deletions.
  await engine.exec(`
    SET session_replication_role = replica;
    ${drops.join("\n")}
    ${filled.length > 0 ? `TRUNCATE ${filled.join(", ")} CASCADE;` : ""}`);
  for (const { table, content } of baseline.rows) {
    await engine.query(`TRUNCATE ${table}`);
    await engine.query(`COPY ${table} FROM '/dev/blob'`, [], { blob: content });
  }
  const known = new Map(baseline.sequences.map((sequence) => [sequence.name, sequence]));
  const moved = (await sequencesOf(engine)).flatMap(({ name, value, isCalled }) => {
    const was = known.get(name);
    return was && (was.value !== value || was.isCalled !== isCalled) ? [`setval('${name}', ${was.value}, ${was.isCalled})`] : [];
  });
  if (moved.length > 0) await engine.exec(`SELECT ${moved.join(", ")}`);
  await engine.exec("RESET session_replication_role");
  // A plan must not depend on what an earlier test file analysed.
  await engine.exec(`
    SELECT pg_clear_attribute_stats(schemaname::text, tablename::text, attname::text, inherited) FROM pg_stats s
      JOIN pg_namespace n ON n.nspname = s.schemaname WHERE ${OURS};
    SELECT pg_clear_relation_stats(n.nspname::text, c.relname::text) ${RELATIONS} AND c.relkind IN ('r', 'i') AND c.reltuples >= 0`);
}

const KINDS: Record<string, string> = { r: "TABLE", p: "TABLE", v: "VIEW", m: "MATERIALIZED VIEW", S: "SEQUENCE", f: "FOREIGN TABLE" };

async function relationsOf(engine: Engine): Promise<{ name: string; kind: string }[]> {
  return (await engine.query<{ name: string; kind: string }>(`SELECT ${NAMED} AS name, c.relkind::text AS kind ${RELATIONS}`)).rows;
}

/** Tables that have rows, or had some. */
async function filledTables(engine: Engine, among?: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await engine.query<{ name: string }>(`SELECT ${NAMED} AS name ${TABLES} AND pg_relation_size(c.oid) > 0`);
  return rows.map(({ name }) => name).filter((name) => among?.has(name) ?? true);
}

async function sequencesOf(engine: Engine): Promise<Baseline["sequences"]> {
  const { rows: names } = await engine.query<{ name: string }>(`SELECT ${NAMED} AS name ${RELATIONS} AND c.relkind = 'S'`);
  if (names.length === 0) return [];
  const each = names.map(({ name }) => `SELECT '${name}' AS name, last_value::text AS value, is_called AS "isCalled" FROM ${name}`);
  return (await engine.query<Baseline["sequences"][number]>(each.join(" UNION ALL "))).rows;
}

function schemasOf({ relations }: Baseline): string {
  const names = [...relations].map((name) => name.split(".")[0]?.replaceAll('"', ""));
  return [...new Set([...names, "public", "app", "layers"])].map((name) => `'${name}'`).join(", ");
}

/** One text for everything besides rows that a test can change: an engine on which it differs is not reused. */
export async function catalogFingerprint(engine: Engine): Promise<string> {
  const of = (from: string, ...columns: string[]) => `SELECT concat_ws('|', ${columns.join(", ")}) AS line FROM ${from}`;
  const inOurs = (column: string) => `JOIN pg_namespace n ON n.oid = ${column} AND ${OURS}`;
  const parts = [
    of(`pg_namespace n WHERE ${OURS}`, "'schema'", "n.nspname", "n.nspacl"),
    of(
      `pg_class c ${inOurs("c.relnamespace")}`,
      ...["'relation'", NAMED, "c.relkind", "c.relacl", "c.relrowsecurity", "c.relforcerowsecurity", "c.reloptions", "c.relowner"],
    ),
    of(
      `pg_attribute a JOIN pg_class c ON c.oid = a.attrelid ${inOurs("c.relnamespace")} WHERE a.attnum > 0`,
      ...["'column'", NAMED, "a.attname", "a.atttypid", "a.attnotnull", "a.attacl", "a.attisdropped"],
    ),
    of(`pg_constraint k ${inOurs("k.connamespace")}`, "'constraint'", "n.nspname", "k.conname", "pg_get_constraintdef(k.oid)"),
    of(
      "pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace",
      ...["'policy'", NAMED, "p.polname", "p.polcmd", "p.polroles::text", "p.polqual::text", "p.polwithcheck::text"],
    ),
    of(
      "pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal",
      ...["'trigger'", NAMED, "t.tgname", "t.tgenabled", "t.tgfoid"],
    ),
    of(
      `pg_proc f ${inOurs("f.pronamespace")}`,
      "'function'",
      "n.nspname",
      "f.proname",
      "f.oid",
      "md5(f.prosrc)",
      "f.proacl",
      "f.proconfig",
    ),
    of("pg_roles r", "'role'", "r.rolname", "r.rolsuper", "r.rolbypassrls", "r.rolconfig"),
    of("pg_auth_members m", "'member'", "m.roleid", "m.member"),
    of("pg_db_role_setting s", "'setting'", "s.setdatabase", "s.setrole", "s.setconfig"),
    of("pg_default_acl d", "'default'", "d.defaclrole", "d.defaclnamespace", "d.defaclacl"),
    of("spatial_ref_sys", "'crs'", "count(*)"),
  ];
  const { rows } = await engine.query<{ hash: string }>(
    `SELECT md5(string_agg(line, E'\\n' ORDER BY line)) AS hash FROM (${parts.join(" UNION ALL ")}) parts`,
  );
  return rows[0]?.hash ?? "";
}
