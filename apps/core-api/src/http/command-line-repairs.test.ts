// @database server
// @long
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommunityKey, revokeCommunityKey } from "../modules/access/community-keys/service.ts";
import { listAttachments } from "../modules/attachments/service.ts";
import { listAudit } from "../modules/audit/service.ts";
import { createServer } from "../server.ts";
import { commandLine } from "../testing/command-line.ts";
import { updateWorld } from "../testing/update-world.ts";
import { newPerson } from "../testing/uploading-world.ts";

// `archipel` repairs on a server and publishes the result; keys that are revoked on the way.

type World = Awaited<ReturnType<typeof updateWorld>>;
let world: World;
let app: FastifyInstance;
let url: string;
let folder: string;
let archipel: ReturnType<typeof commandLine>["archipel"];
let answer: ReturnType<typeof commandLine>["answer"];
let endCommands: ReturnType<typeof commandLine>["close"];

const newKey = ({ core, manager, communityId }: World, scope: "read" | "contribute" | "produce") =>
  createCommunityKey(core, manager, { communityId, name: `Script ${scope}`, scope, days: null });

beforeAll(async () => {
  world = await updateWorld();
  app = await createServer(world.core);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(path.join(tmpdir(), "archipel-repairs-"));
  ({ archipel, answer, close: endCommands } = commandLine({ url, key: (await newKey(world, "produce")).secret, home: folder }));
});
afterAll(async () => {
  endCommands();
  await app.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const there = path.join(folder, name);
  await writeFile(there, content);
  return there;
}

/** Trees of the example model: their species as given, and those that the model does not know. */
const trees = (species: readonly string[], more: object = {}) =>
  JSON.stringify({
    type: "FeatureCollection",
    features: species.map((ESPECE, at) => ({
      type: "Feature",
      geometry: { type: "Point", coordinates: [2 + at / 100, 46] },
      properties: { ID: `A${at}`, ESPECE, PLANTE_LE: "2020-01-01", ...more },
    })),
  });
const MODEL = ["--model", "example-trees"];

describe("repair on a server", () => {
  test("from a file to a published layer: previews the repairs, makes them, and publishes the repaired data", async () => {
    const given = await file("arbres.geojson", trees(["que", " FAG", "TIL"], { NOTE: "belle" }));
    const dry = await answer(["repair", given, "--server", ...MODEL, "--dry-run"], {}, 1);
    expect(dry).toMatchObject({ fileName: "arbres.geojson", model: "example-trees", ran: true, conforms: false, repaired: [] });
    const repairs = dry.offered.map(({ repair, field, count }: Record<string, unknown>) => `${repair} ${field} ${count}`);
    expect(repairs.sort()).toEqual(["drop-field NOTE 1", "fill-from-code-list ESPECE 1", "trim ESPECE 1"]);
    const shown = await archipel(["repair", dry.upload, "--dry-run"], { lang: "fr_FR.UTF-8", isOwnProcess: true });
    expect(shown).toMatchObject({ code: 1, err: expect.stringContaining("Les données ne sont pas conformes au modèle example-trees") });
    expect(shown.out).toMatch(
      /Serait réparé\u00a0:\n(.*\n)* {2}fill-from-code-list {2}ATTRIBUTE_UNEXPECTED_VALUE {2}ARBRES\.ESPECE {2}1 ligne/,
    );

    const shared = await archipel(["repair", dry.upload, "--only", "trim"]);
    expect(shared).toMatchObject({ code: 1, out: expect.stringContaining("Nothing can be repaired automatically.") });
    expect(shared.err).toMatch(
      /ATTRIBUTE_UNEXPECTED_VALUE ESPECE is repaired by (trim, fill-from-code-list|fill-from-code-list, trim) together/,
    );
    const part = await archipel(["repair", dry.upload, "--only", "drop-field"]);
    expect(part).toMatchObject({
      code: 1,
      out: expect.stringMatching(/Repaired:\n {2}1 field removed\nLeft to do:\n/),
    });
    const done = await archipel(["repair", dry.upload]);
    expect(done).toMatchObject({ code: 0, err: expect.stringContaining("The data conform to the model example-trees") });
    expect(done.out).toMatch(/Repaired:\n( {2}1 value (replaced by that of the list|without extra spaces)\n){2}$/);
    expect(done.err).toContain(`archipel publish ${dry.upload} publishes the upload as repaired`);
    const again = await archipel(["repair", dry.upload]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining("Nothing can be repaired automatically.") });

    const { layers } = await answer(["publish", dry.upload, "--title", "Arbres"]);
    const { tableName } = await world.database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layers[0].id } }));
    const species = (await world.featuresOf({ tableName })).map(({ values }) => (values as { espece: string }).espece);
    expect(species).toEqual(["QUE", "FAG", "TIL"]);
    const { items } = await listAudit(world.core, world.manager, { communityId: world.communityId, limit: 100 });
    for (const action of ["check.started", "check.ran", "upload.repaired", "upload.repairs-prepared", "dataset.published"]) {
      expect([action, items.find((item) => item.action === action)?.keyName]).toEqual([action, "Script produce"]);
    }
  });

  test("errors that only a person can repair remain: exit code 1", async () => {
    const given = await file("arbres-sapins.geojson", trees(["SAPIN"]));
    const { code, out } = await archipel(["repair", given, "--server", ...MODEL]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /Nothing can be repaired automatically\.\nLeft to do:\nERROR +ATTRIBUTE_UNEXPECTED_VALUE – arbres-sapins\.geojson #1 ESPECE/,
    );
  });

  test("impossible repairs are reported", async () => {
    const given = await file("arbres-points.geojson", trees(["QUE"]));
    const id = (await answer(["upload", given])).id;
    const refused: [string[], object, number, string][] = [
      [["repair", id, "--model", "no-such-model"], {}, 3, "This model no longer exists"],
      [["repair", id, "--model", "./model.json"], {}, 2, "not a file (./model.json)"],
      [["repair", id, "--out", "x.zip"], {}, 2, "--out works only on this machine"],
      [["repair", id, "--encoding", "EBCDIC"], {}, 2, "--encoding: there is no EBCDIC"],
      [["repair", "nowhere.zip", "--server"], {}, 2, "file or folder not found"],
      [["repair", id], { secret: (await newKey(world, "read")).secret }, 5, "This key does not allow this"],
      [["repair", id], { server: "http://127.0.0.1:1" }, 4, "does not answer"],
    ];
    for (const [args, shell, code, said] of refused) {
      expect(await archipel(args, shell)).toMatchObject({ code, out: "", err: expect.stringContaining(said) });
    }
    expect(await archipel(["repair", id, ...MODEL], { secret: (await newKey(world, "contribute")).secret })).toMatchObject({ code: 0 });
  });
});

describe("publish chooses", () => {
  const point = (name: string) =>
    Buffer.from(
      `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"nom":"${name}"},"geometry":{"type":"Point","coordinates":[4.9,45.8]}}]}`,
    );
  const mnt = makeGeoTiff({ size: [4, 2], values: new Float32Array(8), nodata: -9999, srid: 2154, place: [842_000, 6_519_000, 2] });

  async function publishedOf(...choice: string[]) {
    const { dataset, layers } = await answer(["publish", id, "--title", `Lot ${choice.join(" ")}`, ...choice]);
    const kept = (await listAttachments(world.core, world.manager, dataset)).map((attachment) => attachment.path);
    return [...layers.map(({ name }: { name: string }) => name), ...kept].sort();
  }
  let id: string;
  beforeAll(async () => {
    const parts = {
      "zones.geojson": point("z"),
      "bornes.geojson": point("b"),
      "mnt.tif": mnt,
      "notes, 2026.txt": Buffer.from("n"),
      "lisez.txt": Buffer.from("l"),
    };
    const archive = await file("lot.zip", buildZip(Object.entries(parts).map(([name, content]) => ({ name, content }))));
    const told = await answer(["upload", archive]);
    id = told.id;
    expect(told.rasters).toMatchObject([{ name: "mnt", srid: 2154 }]);
    expect(told.documents.map((one: { path: string }) => one.path).sort()).toEqual(["lisez.txt", "notes, 2026.txt"]);
  });

  test.each<[string[], string[]]>([
    [[], ["bornes", "lisez.txt", "mnt.tif", "notes, 2026.txt", "zones"]],
    [
      ["--layers", "zones,mnt", "--no-documents"],
      ["mnt.tif", "zones"],
    ],
    [
      ["--layers", "zones", "--layer", "bornes"],
      ["bornes", "lisez.txt", "notes, 2026.txt", "zones"],
    ],
    [
      ["--layers", "mnt", "--documents", "notes, 2026.txt"],
      ["mnt.tif", "notes, 2026.txt"],
    ],
    [["--no-documents"], ["bornes", "mnt.tif", "zones"]],
  ])(
    "%j",
    async (choice, expected) => {
      expect(await publishedOf(...choice)).toEqual(expected);
    },
    60_000,
  );

  test.each<[string[], string]>([
    [["--layers", "routes"], "lot.zip has no layer routes; it has"],
    [["--documents", "routes.pdf"], "lot.zip has no document routes.pdf"],
    [["--documents", "lisez.txt", "--no-documents"], "--documents or --no-documents, not both"],
  ])("%j is not understood", async (choice, said) => {
    expect(await archipel(["publish", id, ...choice])).toMatchObject({ code: 2, out: "", err: expect.stringContaining(said) });
  });
});

describe("a key that is revoked on the way", () => {
  test("during an upload: the rest is refused, in the shell's language, and the command ends", async () => {
    const { id, secret } = await newKey(world, "produce");
    // In several chunks: the next one is refused during the transfer.
    const given = await file("gros.gpkg", Buffer.alloc(64 * 1024 * 1024, 1));
    const sending = archipel(["upload", given], { secret, lang: "fr_FR.UTF-8" });
    const begun = () => world.database.withSystem((tx) => tx.upload.count({ where: { fileName: "gros.gpkg" } }));
    while ((await begun()) === 0) await pause(20);
    await revokeCommunityKey(world.core, world.manager, id);
    expect(await sending).toMatchObject({ code: 5, out: "", err: expect.stringContaining("Cette clé n’ouvre rien") });
  });

  test("while waiting for a repair; another community's key finds nothing", async () => {
    const other = await updateWorld();
    const elsewhere = await createServer(other.core);
    try {
      const server = await elsewhere.listen({ host: "127.0.0.1", port: 0 });
      const { id, secret } = await newKey(other, "contribute");
      const given = await file("arbres-attente.geojson", trees(["que"]));
      const upload = (await answer(["upload", given], { server, secret })).id;
      // From now on nobody takes jobs.
      await other.runner.stop();
      const waiting = archipel(["repair", upload, ...MODEL], { server, secret });
      while ((await other.database.withSystem((tx) => tx.check.count())) === 0) await pause(50);
      await revokeCommunityKey(other.core, other.manager, id);
      expect(await waiting).toMatchObject({ code: 5, out: "", err: expect.stringContaining("This key is not valid") });

      const neighbour = await newPerson(other.core, "manager");
      const { communityId } = neighbour;
      const theirs = await createCommunityKey(other.core, neighbour, { communityId, name: "Voisins", scope: "produce", days: 30 });
      expect(await archipel(["repair", upload, ...MODEL], { server, secret: theirs.secret })).toMatchObject({
        code: 3,
        err: expect.stringContaining("This upload no longer exists"),
      });
    } finally {
      await elsewhere.close();
      await other.close();
    }
  });
});

describe("grids of heights", () => {
  const grid = () =>
    makeGeoTiff({
      ...{ size: [40, 20], srid: 2154, place: [842_000, 6_519_000, 2] },
      values: Float32Array.from({ length: 800 }, (_, i) => (i < 80 ? 0 : 55)),
    });

  test("--product, --heights and --nodata say what a grid holds before it is published", async () => {
    const given = await file("grille.tif", grid());
    expect((await answer(["upload", given])).rasters).toMatchObject([{ becomesLayer: false, heights: { product: null } }]);
    const said = await answer(["upload", given, "--product", "dtm", "--heights", "5720", "--nodata", "0"]);
    const heights = { product: "dtm", verticalSrid: 5720, range: [55, 55], emptyShare: 0.1 };
    expect(said.rasters).toMatchObject([{ name: "grille", becomesLayer: true, heights }]);
    const published = await archipel(["publish", said.id, "--title", "Relief"]);
    expect(published).toMatchObject({ code: 0, out: expect.stringMatching(/ {2}1 file \(documents, rasters, tiles\)\n$/) });
    const kept = await answer(["upload", given, "--product", "none"]);
    expect(kept.rasters).toMatchObject([{ becomesLayer: false, heights: { product: null } }]);
  });

  test.each([
    [["--product", "relief"], "--product"],
    [["--nodata", "rien"], "--nodata"],
    [["--heights", "5720.5"], "--heights"],
  ])("%j is refused before anything is sent", async (options, word) => {
    const before = await world.database.withSystem((tx) => tx.upload.count());
    const refused = await archipel(["upload", await file("grille.tif", grid()), ...options]);
    expect(refused).toMatchObject({ code: 2, out: "", err: expect.stringContaining(word) });
    expect(await world.database.withSystem((tx) => tx.upload.count())).toBe(before);
  });

  test("a file without grids refuses them", async () => {
    const refused = await archipel(["upload", await file("arbres.geojson", trees(["QUE"])), "--product", "dtm"]);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("--product") });
  });
});
