// @database server
// @long
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CommunityKeyScope } from "@archipel/contracts/access.ts";
import { writeLayers } from "@archipel/gdal/write.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCommunityKey, revokeCommunityKey } from "../modules/access/community-keys/service.ts";
import { createKey } from "../modules/access/service.ts";
import { listAudit } from "../modules/audit/service.ts";
import { createServer } from "../server.ts";
import { commandLine, type Shell } from "../testing/command-line.ts";
import { openCuttingProxy } from "../testing/cutting-proxy.ts";
import { updateWorld } from "../testing/update-world.ts";

// `archipel` as started by a person's shell, against a server with its jobs.

let world: Awaited<ReturnType<typeof updateWorld>>;
let app: FastifyInstance;
let url: string;
let folder: string;
let archipel: ReturnType<typeof commandLine>["archipel"];
let answer: ReturnType<typeof commandLine>["answer"];
let endCommands: ReturnType<typeof commandLine>["close"];
const portal = `portal-${randomBytes(4).toString("hex")}`;

beforeAll(async () => {
  world = await updateWorld();
  app = await createServer(world.core);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  folder = await mkdtemp(path.join(tmpdir(), "archipel-commands-"));
  ({ archipel, answer, close: endCommands } = commandLine({ url, key: (await newKey("produce")).secret, home: folder }));
  await createPortal(world.database, world.communityId, { slug: portal });
});
afterAll(async () => {
  endCommands();
  await app.close();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const newKey = (scope: CommunityKeyScope) =>
  createCommunityKey(world.core, world.manager, { communityId: world.communityId, name: `Script ${scope}`, scope, days: null });

const listed = async (what: string) =>
  (await archipel(["list", what, "--format", "jsonl"])).out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

/** Wells by their code, with a depth each and optional common properties, as a GeoPackage. */
async function wells(name: string, depths: Readonly<Record<string, number>>, others: Readonly<Record<string, string>> = {}) {
  const file = path.join(folder, name);
  const rows = async function* () {
    let fid = 1;
    for (const [code, depth] of Object.entries(depths)) {
      yield { fid, values: [code.slice(0, 2), depth, ...Object.values(others)], wkt: `POINT (${900_000 + 100 * fid++} 6500000)` };
    }
  };
  const fields = [
    { name: "code", type: "text" as const },
    { name: "profondeur", type: "double" as const },
    ...Object.keys(others).map((field) => ({ name: field, type: "text" as const })),
  ];
  await writeLayers(file, "gpkg", [{ name: "puits", srid: 2154, geometryType: "Point", fields, rows: rows() }]);
  return file;
}

describe("a producer's day", () => {
  test("uploads, publishes in a portal, lists, compares, applies, and follows a job", async () => {
    const first = await wells("puits.gpkg", { P1: 10, P2: 20, P3: 30 });
    const upload = await answer(["upload", first], { isOwnProcess: true });
    expect(upload).toMatchObject({ status: "checked", layers: [{ name: "puits", features: 3, srid: 2154, errors: 0 }] });

    const published = await answer(["publish", upload.id, "--title", "Puits", "--portal", portal]);
    expect(published).toMatchObject({ title: "Puits", status: "published", layers: [{ name: "puits", features: 3 }] });
    const { slug } = published;
    const listing = await world.database.withSystem((tx) => tx.portalDataset.findMany({ where: { datasetId: published.dataset } }));
    expect(listing).toHaveLength(1);

    expect(await listed("datasets")).toMatchObject([{ id: published.dataset, title: "Puits", layers: 1 }]);
    expect(await listed("layers")).toMatchObject([{ id: published.layers[0].id, dataset: slug, features: 3, revision: 1 }]);
    expect(await listed("uploads")).toMatchObject([{ id: upload.id, status: "published", fileName: "puits.gpkg" }]);
    const jobs = await listed("jobs");
    expect(jobs.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["publish-upload", "check-upload"]));

    // One deeper, one new, one the same, one not in the file.
    const second = await wells("puits-2.gpkg", { P1: 10, P2: 25, P4: 40 });
    const counts = { inserted: 1, updated: 1, deleted: 0, unchanged: 1 };
    expect(await answer(["update", slug, "puits", second, "--delta", "code"])).toMatchObject({ ...counts, revision: null });
    expect(await listed("layers")).toMatchObject([{ features: 3, revision: 1 }]);
    const updated = await answer(["update", slug, "puits", second, "--delta", "code", "--delete-absent", "--apply", "--yes"]);
    expect(updated).toMatchObject({ ...counts, deleted: 1, revision: 2 });
    expect(await listed("layers")).toMatchObject([{ features: 3, revision: 2 }]);
    const again = await archipel(["update", slug, "puits", second, "--replace", "--apply", "--yes"], { lang: "fr_FR.UTF-8" });
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining("il n’y a rien à appliquer") });

    const wider = await wells("puits-3.gpkg", { P1: 10, P2: 25, P4: 40 }, { source: "BSS", releve: "2026" });
    const left = await archipel(["update", slug, "puits", wider, "--delta", "code"]);
    expect(left).toMatchObject({ code: 0, err: expect.stringContaining("ignored: source, releve. --add-columns adds them") });
    expect(await answer(["update", slug, "puits", wider, "--delta", "code", "--add-columns", "source", "--apply", "--yes"])).toMatchObject({
      updated: 3,
      columnsAdded: ["source"],
      columnsLeft: ["releve"],
      revision: 3,
    });
    const none = await archipel(["update", slug, "puits", wider, "--delta", "code", "--add-columns", "sources"]);
    expect(none).toMatchObject({ code: 3, err: expect.stringContaining("sources") });

    const followed = await archipel(["job", jobs[0].id, "--follow"]);
    expect(followed).toMatchObject({ code: 0, out: expect.stringContaining("success  It succeeded.") });
    const { items } = await listAudit(world.core, world.manager, { communityId: world.communityId, limit: 100 });
    const told = new Map(items.map(({ action, keyName }) => [action, keyName]));
    for (const action of ["upload.received", "upload.checked", "upload.publishing", "dataset.published", "layer.data-updated"]) {
      expect([action, told.get(action)]).toEqual([action, "Script produce"]);
    }
  });

  test("a file with errors gives exit code 1, lists the errors, and applies nothing", async () => {
    const { layerId, datasetId } = await world.publish(
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"P1"},"geometry":{"type":"Point","coordinates":[2,46]}}]}',
      "puits.geojson",
    );
    const twice = await wells("deux-fois.gpkg", { "P1-a": 1, "P1-b": 2 });
    const blocked = await archipel(["update", datasetId, layerId, twice, "--delta", "code", "--apply", "--yes"]);
    expect(blocked).toMatchObject({ code: 1, err: expect.stringContaining("“P1” is in several rows of “code”") });
    const broken = path.join(folder, "casse.geojson");
    await writeFile(broken, '{"type":"FeatureCollection","features":[{"type"');
    const unreadable = await archipel(["upload", broken], { lang: "fr_FR.UTF-8", isOwnProcess: true });
    expect(unreadable).toMatchObject({ code: 3, err: expect.stringContaining("Ce fichier ne contient rien qui puisse être publié") });
  });
});

describe("what the server refuses", () => {
  test("a revoked key, in the shell's language, with its own exit code", async () => {
    const revoked = await newKey("produce");
    expect((await archipel(["list"], { secret: revoked.secret })).code).toBe(0);
    await revokeCommunityKey(world.core, world.manager, revoked.id);
    const refused = await archipel(["list"], { secret: revoked.secret, lang: "fr_FR.UTF-8" });
    expect(refused).toMatchObject({ code: 5, out: "", err: expect.stringContaining("Cette clé n’ouvre rien") });
    const file = await wells("refuse.gpkg", { P1: 1 });
    expect((await archipel(["upload", file], { secret: revoked.secret })).code).toBe(5);
  });

  test("a read-only key, and a personal key", async () => {
    const file = await wells("lecture.gpkg", { P1: 1 });
    const { secret } = await newKey("read");
    expect(await archipel(["upload", file], { secret })).toMatchObject({
      code: 5,
      err: expect.stringContaining("This key does not allow this"),
    });
    const own = await createKey(world.core, world.manager, { name: "QGIS", scope: "contribute", days: 30 });
    expect(await archipel(["list"], { secret: own.secret })).toMatchObject({
      code: 5,
      err: expect.stringContaining("belongs to a person"),
    });
  });

  test("resources of another community, as not found", async () => {
    const file = await wells("ici.gpkg", { P1: 1 });
    const { id } = await answer(["upload", file]);
    const other = await updateWorld();
    const elsewhere = await createServer(other.core);
    try {
      const server = await elsewhere.listen({ host: "127.0.0.1", port: 0 });
      const made = await createCommunityKey(other.core, other.manager, {
        communityId: other.communityId,
        name: "x",
        scope: "produce",
        days: 30,
      });
      expect(await archipel(["publish", id], { server, secret: made.secret })).toMatchObject({
        code: 3,
        err: expect.stringContaining("no longer exists"),
      });
      expect(await archipel(["list"], { server })).toMatchObject({ code: 5 });
    } finally {
      await elsewhere.close();
      await other.close();
    }
  });

  test.each<[string, string[], Shell, number, string]>([
    ["no server answers", ["list"], { server: "http://127.0.0.1:1", isOwnProcess: true }, 4, "http://127.0.0.1:1 does not answer"],
    ["no address was set", ["list"], { server: "" }, 2, "set ARCHIPEL_URL"],
    ["no key was set", ["list"], { secret: "" }, 2, "set ARCHIPEL_KEY"],
    ["no such file", ["upload", "nowhere.gpkg"], {}, 2, "file or folder not found"],
    ["no such list", ["list", "people"], {}, 2, "people cannot be listed; choose one of datasets, uploads, jobs, layers"],
    ["no id of a job", ["job", "nowhere"], {}, 2, "nowhere is not an id"],
    ["no such dataset", ["update", "nowhere", "x", import.meta.filename, "--append"], {}, 2, "no dataset nowhere"],
    ["no way of updating", ["update", "a", "b", "c"], {}, 2, "--delta KEY"],
    ["nobody to ask", ["update", "a", "b", "c", "--append", "--apply"], {}, 2, "--apply needs --yes"],
  ])("%s", async (_, args, shell, code, said) => {
    expect(await archipel(args, shell)).toMatchObject({ code, out: "", err: expect.stringContaining(said) });
  });

  test.each(["repair", "upload", "publish", "update", "list", "job"])(
    "%s --help shows examples and exit codes, without a server",
    async (command) => {
      const { code, out } = await archipel([command, "--help"], { server: "", secret: "" });
      expect(code).toBe(0);
      for (const words of ["Examples", "Exit codes", "ARCHIPEL_KEY"]) expect(out).toContain(words);
    },
  );
});

describe("over an unstable connection", () => {
  const SIZE = 24 * 1024 * 1024;
  const marks = [5, 11, 19].map((megabytes) => megabytes * 1024 * 1024);

  async function noise(name: string) {
    const bytes = randomBytes(SIZE);
    const file = path.join(folder, name);
    await writeFile(file, bytes);
    return { file, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  const port = () => Number(new URL(url).port);
  const received = (id: string) => world.database.withSystem((tx) => tx.upload.findUniqueOrThrow({ where: { id } }));

  test("a file arrives complete, with hardly any byte sent twice", async () => {
    const { file, sha256 } = await noise("coupe.gpkg");
    const proxy = await openCuttingProxy(port(), marks, () => {});
    try {
      const { id } = await answer(["upload", file, "--no-wait"], { server: `http://127.0.0.1:${proxy.port}` });
      expect(proxy.cuts()).toBe(3);
      expect(proxy.bytesFromClients()).toBeLessThan(1.1 * SIZE);
      expect(await received(id)).toMatchObject({ size: BigInt(SIZE), sha256 });
    } finally {
      proxy.close();
    }
  });

  test("a killed command is continued by another one with --resume", async () => {
    const { file, sha256 } = await noise("tue.gpkg");
    let kill = () => {};
    const proxy = await openCuttingProxy(port(), [14 * 1024 * 1024], () => kill());
    const server = `http://127.0.0.1:${proxy.port}`;
    try {
      const killed = await archipel(["upload", file, "--no-wait"], {
        server,
        onStart(end) {
          kill = end;
        },
      });
      expect(killed).toMatchObject({ code: null, out: "" });
      const { id } = await answer(["upload", file, "--no-wait", "--resume"], { server, isOwnProcess: true });
      expect(proxy.bytesFromClients()).toBeLessThan(1.1 * SIZE);
      expect(await received(id)).toMatchObject({ size: BigInt(SIZE), sha256 });
    } finally {
      proxy.close();
    }
  });
});
