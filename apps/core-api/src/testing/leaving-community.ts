import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { openPromise } from "yauzl";
import { ZipFile } from "yazl";
import type { MemberActor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";
import { tableRef } from "../layer-store/tables/layer-table.ts";
import { buildTestLayer } from "../layer-store/tables/test-layer.ts";
import { requestCommunityExport } from "../modules/communities/exports/service.ts";
import { publishTile } from "./cloud-tiles.ts";
import { declared } from "./declared-rights.ts";
import { quickHash } from "./quick-hash.ts";
import { jobOver, startTestRunner } from "./run-jobs.ts";
import { buildWorld, type World } from "./tenancy-world.ts";
import { createTestCore, type TestCore } from "./test-core.ts";

const password = "a password of the tests";
/** Fields that are called like what statements of the move call rows and columns. */
const HIDING = [..."cekmnoprtuxz", "line", "keys", "key", "value", "names", "position"];

export interface LeavingCommunity {
  home: Database;
  core: TestCore;
  world: World;
  communityId: CommunityId;
  manager: MemberActor;
  /** The name of the table of its layer. */
  layerTable: string;
  /** The key of a stored document. */
  object: string;
  exportId: string;
  exportJob: string;
  /** The copy of the community, as its manager downloads it. */
  bag: Buffer;
  close(): Promise<void>;
}

/** A community with rows in every table, a layer with a history and a document. Its persons have the password of the tests. */
export async function fullCommunity(home: Database, core: TestCore) {
  const world = await buildWorld(home, Object.keys(declared));
  const communityId = world.communities.a.id;
  const object = (await core.storage.put(Readable.from(["the bytes of a document"]))).key;
  const layerTable = await fill(home, world, communityId, object);
  const userId = world.users.manager ?? "";
  const manager: MemberActor = { userId, isOperator: false, isSuspended: false, communityId, role: "manager" };
  return { world, communityId, object, layerTable, manager };
}

/** Asks for a copy of the community, as its manager. */
export function askForCopy(core: Core, manager: MemberActor) {
  return requestCommunityExport(core, manager, { password, network: "10.0.0.1" });
}

/** A full community, and the copy that its manager asked for. */
export async function leavingCommunity(): Promise<LeavingCommunity> {
  const home = await openTestDatabase();
  const core = await createTestCore(home);
  const full = await fullCommunity(home, core);
  const running = await startTestRunner(core);
  const asked = await askForCopy(running.core, full.manager);
  const job = await jobOver(running.core, asked.jobId ?? "");
  if (job.status !== "success") throw new Error(`the export ended as ${job.status}: ${JSON.stringify(job.error)}`);
  await running.runner.stop();
  await running.queue.stop();
  const bag = await bytesOfCopy(core, asked.id);
  return { ...full, home, core, bag, exportId: asked.id, exportJob: job.id, close: () => home.close() };
}

/** The file of a copy. */
export async function bytesOfCopy({ database, storage }: Core, exportId: string): Promise<Buffer> {
  const { objectKey } = await database.withSystem((tx) => tx.communityExport.findUniqueOrThrow({ where: { id: exportId } }));
  return buffer(await storage.get(objectKey ?? ""));
}

/** What the world lacks: stored bytes, a layer with a history, and rows in the states that leave. */
async function fill(home: Database, world: World, communityId: CommunityId, object: string): Promise<string> {
  const passwordHash = await quickHash(password);
  const { layerId, spec } = await buildTestLayer(home, communityId, {
    geometry: { type: "Point", srid: 2154, hasZ: true },
    fields: [
      { name: "Nom « long »", column: "nom_long", type: "text" },
      { name: "valeur", column: "valeur", type: "integer" },
      { name: "mesure", column: "mesure", type: "double" },
      { name: "le", column: "le", type: "datetime" },
      ...HIDING.map((column) => ({ name: column, column, type: "double" as const })),
    ],
    features: [
      {
        geometry: { type: "Point", coordinates: [652469.02, 6862035.26, 35.123456789] },
        values: ['Ici\n"là"', 9007199254740993n, 0.1, "2026-11-28T10:00:00.123456Z", ...HIDING.map((_name, index) => index + 0.5)],
      },
      { geometry: null, values: [null, null, 1e-300, null, ...HIDING.map(() => null)] },
    ] as never,
  });
  const layerTable = spec.tableName;
  await home.sqlAs({ role: "system" }, async (sql) => {
    await sql.query(`UPDATE ${tableRef(layerTable)} SET version = 3 WHERE fid = 1`);
    await sql.query(
      `INSERT INTO ${tableRef(layerTable, "_history")} (fid, version, operation, author_id, nom_long, geom)
       VALUES (1, 1, 'insert', $1::uuid, 'Avant', 'SRID=2154;POINT Z (652469.01 6862035.25 1)'), (1, 2, 'update', $1::uuid, NULL, NULL)`,
      [world.users.contributor],
    );
    await sql.query("UPDATE layers SET geometry_type = 'Point Z' WHERE id = $1", [layerId]);
    await sql.query("UPDATE users SET password_hash = $1", [passwordHash]);
    // The reader of news that marks sheets as stale would make this one at any time.
    await sql.query(
      `INSERT INTO quality_sheets (dataset_id, community_id, stale_since) SELECT id, community_id, now() FROM datasets WHERE community_id = $1
       ON CONFLICT (dataset_id) DO UPDATE SET stale_since = now()`,
      [communityId],
    );
    await sql.query("UPDATE uploads SET object_key = $1 WHERE community_id = $2", [object, communityId]);
    await sql.query("UPDATE jobs SET status = 'success' WHERE community_id = $1", [communityId]);
    await sql.query("UPDATE layer_updates SET revision = 2 WHERE community_id = $1", [communityId]);
    await sql.query("UPDATE guest_follows SET confirmed_at = now() WHERE community_id = $1", [communityId]);
    await sql.query("UPDATE follows SET person_id = $1 WHERE community_id = $2", [world.users.member, communityId]);
    await sql.query("UPDATE notice_preferences SET person_id = $1 WHERE community_id = $2", [world.users.member, communityId]);
    await sql.query(
      "UPDATE report_files f SET report_id = r.id FROM reports r WHERE f.report_id IS NULL AND r.community_id = f.community_id AND f.community_id = $1",
      [communityId],
    );
    await sql.query(
      "UPDATE reports SET merged_into_id = (SELECT max(id::text)::uuid FROM reports WHERE community_id = $1) WHERE id = (SELECT min(id::text)::uuid FROM reports WHERE community_id = $1)",
      [communityId],
    );
    await sql.query("UPDATE contributions SET edits_version = 7 WHERE community_id = $1", [communityId]);
    await sql.query(
      "UPDATE contribution_edits SET geom = 'SRID=4326;POINT(1.1 2.2)', has_geometry = true, fields = '{\"a\": 0.1}' WHERE community_id = $1",
      [communityId],
    );
    await sql.query(
      "INSERT INTO contribution_edits (id, community_id, contribution_id, layer_id, operation, fid, base_version) SELECT gen_random_uuid(), $1, contribution_id, $2, 'update', 1, 1 FROM contribution_edits WHERE community_id = $1 LIMIT 1",
      [communityId, layerId],
    );
  });
  // A point cloud: a tile with two revisions. Its layer has a table too.
  const cloud = { communityId, dataset: { id: world.communities.a.publicDataset } };
  await publishTile(home, cloud, "dalle.copc.laz", { key: object });
  await publishTile(home, cloud, "dalle.copc.laz", { key: object, points: 7 });
  return layerTable;
}

/** The entries of a ZIP, by name. */
export async function entriesOf(bytes: Buffer): Promise<Map<string, Buffer>> {
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-bag-"));
  try {
    await writeFile(`${folder}/bag.zip`, bytes);
    const zip = await openPromise(`${folder}/bag.zip`);
    const found = new Map<string, Buffer>();
    for await (const entry of zip.eachEntry()) found.set(entry.fileName, await buffer(await zip.openReadStreamPromise(entry)));
    zip.close();
    return found;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The file with other contents, and manifests that fit them: what somebody who knows the format can write. */
export async function alteredBag(
  bag: Buffer,
  change: (files: Map<string, Buffer>) => void,
  tags: (text: string) => string = (text) => text,
): Promise<Buffer> {
  const entries = await entriesOf(bag);
  const [folder = ""] = [...entries.keys()][0]?.split("/") ?? [];
  const files = new Map(
    [...entries].flatMap(([name, content]) =>
      name.startsWith(`${folder}/data/`) ? [[name.slice(folder.length + 1), content] as const] : [],
    ),
  );
  change(files);
  const digest = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");
  const manifest = tags([...files].map(([path, content]) => `${digest(content)}  ${path}\n`).join(""));
  const tagged: [string, string][] = [
    ["bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"],
    ["bag-info.txt", ""],
    ["manifest-sha256.txt", manifest],
  ];
  const zip = new ZipFile();
  for (const [name, text] of tagged) zip.addBuffer(Buffer.from(text), `x/${name}`);
  zip.addBuffer(Buffer.from(tagged.map(([name, text]) => `${digest(text)}  ${name}\n`).join("")), "x/tagmanifest-sha256.txt");
  for (const [path, content] of files) zip.addBuffer(content, `x/${path}`);
  zip.end();
  return buffer(zip.outputStream as Readable);
}
