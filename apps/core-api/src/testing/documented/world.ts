import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import { makeGeoTiff } from "@archipel/gdal/testing/make-geotiff.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { makeWaitingExtracts } from "../../jobs/cloud-extracts.ts";
import { createCommunityKey } from "../../modules/access/community-keys/service.ts";
import { publishUpload } from "../../modules/deliveries/uploads/service/publish.ts";
import { createServer } from "../../server.ts";
import { commandLine } from "../command-line.ts";
import { jobOver } from "../run-jobs.ts";
import { publishTown } from "../town-cloud.ts";
import { flood, geojson, updateWorld, X, Y } from "../update-world.ts";
import { uploadFile } from "../uploading-world.ts";
import { ROOT } from "./examples.ts";
import { TREES } from "./files.ts";
import { openShell } from "./shell.ts";

type World = Awaited<ReturnType<typeof updateWorld>>;

/** What the pages take for granted: a server with a community's data, its key, and a shell whose home has a clone of the project. */
export async function documentedWorld() {
  const world = await updateWorld();
  const { core, communityId, manager } = world;
  const app = await createServer(core);
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const folder = await mkdtemp(path.join(tmpdir(), "archipel-documented-"));
  const home = path.join(folder, "home");
  await mkdir(home);
  await symlink(ROOT, path.join(home, "archipel"));
  const { secret } = await createCommunityKey(core, manager, { communityId, name: "Docs", scope: "produce", days: null });
  const commands = commandLine({ url, key: secret, home });
  const { town, zones, job } = await publishAll(world, { url, secret });
  const { id: delivery } = await uploadFile(core, manager, "lot.zip", deliveryOfLayers());
  const trees: string[] = [];
  for (let copy = 0; copy < 2; copy++) {
    const { id } = await uploadFile(core, manager, "arbres.geojson", TREES);
    // The examples repair what is checked already, so that they name no model.
    await commands.archipel(["repair", id, "--model", "example-trees", "--dry-run"]);
    trees.push(id);
  }

  /** The id that replaces `0199c3…` in a command. An upload that is published without a choice is the one that its line repairs. */
  const idFor = ([command, , ...options]: readonly string[]) =>
    command === "job" ? job : command === "repair" || options.length === 0 ? (trees[0] ?? "") : delivery;
  const replace = (word: string, args: readonly string[]) =>
    word
      .replace(/https:\/\/[a-z]+\.example\.org/, url)
      .replace(/^archipel_…$/, secret)
      .replace(/^LAYER$/, town)
      .replace(/^0199c3…$/, () => idFor(args));
  const run: typeof commands.run = async (request) => {
    const stop = request.args[1] === "take" ? makeExtracts(world) : () => {};
    return commands.run(request).finally(stop);
  };
  const shell = await openShell({ folder, home, replace, run });
  const environment = {
    ARCHIPEL_URL: "https://core.example.org",
    ARCHIPEL_KEY: "archipel_…",
    LAYER: town,
    KEY: secret,
    PLATFORM: url,
    PLATFORM_LIDAR: url.replace("127.0.0.1", "lidar.localhost"),
    PLATFORM_KEY: secret,
    PLATFORM_LAYER: zones,
    PLATFORM_CLOUD: town,
  };
  return {
    /** For the folders in which examples run. */
    folder,
    commands,
    /** Runs the statements of one example, one after the other. */
    execute(statements: readonly string[], cwd: string) {
      const id = statements.some((statement) => statement.includes("repair")) ? trees[1] : delivery;
      return shell.execute(statements, cwd, { ...environment, id: id ?? "" });
    },
    async close() {
      shell.close();
      commands.close();
      await app.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type DocumentedWorld = Awaited<ReturnType<typeof documentedWorld>>;

/** Publishes what the examples name: a cloud on a portal, a layer to update, a plan to read and edit. */
async function publishAll(world: World, server: { url: string; secret: string }) {
  const { core, database, communityId } = world;
  const { id: portalId } = await createPortal(database, communityId, { slug: "risques", host: "lidar.localhost" });
  const { layerId: town, datasetId } = await publishTown(core, communityId);
  await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId, communityId } }));
  const { jobId: job } = await publishAs(world, "Zones inondables", "alea", geojson(codes("P1", "P2")));
  return { town, zones: await publishZones(world, server), job };
}

/** The points of `alea.gpkg`. */
const codes = (...given: string[]) =>
  given.map((code, at) => ({
    geometry: { type: "Point" as const, coordinates: [900_000 + 100 * at, 6_500_000] },
    properties: { code, commune: "AB"[at] ?? "" },
  }));

/** Publishes one layer in a public dataset. */
async function publishAs({ core, communityId, manager, ...world }: World, dataset: string, title: string, content: string) {
  const { uploadId, uploadLayerId } = await world.uploadFile("couche.geojson", content);
  const { jobId, datasetId } = await publishUpload(core, manager, {
    communityId,
    uploadId,
    target: { record: datasetRecord.parse({ title: dataset, visibility: "public" }) },
    layers: [{ uploadLayerId, title }],
    status: "published",
    portalIds: [],
  });
  await jobOver(core, jobId);
  return { jobId, datasetId };
}

/** Twelve zones of a plan. The twelfth was edited twice: its version is 3. */
async function publishZones(world: World, { url, secret }: { url: string; secret: string }): Promise<string> {
  const twelve = Array.from({ length: 12 }, (_, at) => ({
    geometry: flood(X + at * 10, Y, 5),
    properties: { typezone: "U", libelle: `U${at}` },
  }));
  const { datasetId } = await publishAs(world, "Zonage", "Zonage", geojson(twelve));
  const { id } = await world.database.withSystem((tx) => tx.layer.findFirstOrThrow({ where: { datasetId } }));
  for (const libelle of ["Ub", "Uc"]) {
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/merge-patch+json" };
    const body = JSON.stringify({ properties: { libelle } });
    const { status } = await fetch(`${url}/ogc/collections/${id}/items/12`, { method: "PATCH", headers, body });
    if (status >= 300) throw new Error(`the zone was not edited: ${status}`);
  }
  return id;
}

/** A delivery of three layers, a raster and two documents. */
function deliveryOfLayers(): Buffer {
  const mnt = makeGeoTiff({ size: [4, 2], values: new Float32Array(8), nodata: -9999, srid: 2154, place: [842_000, 6_519_000, 2] });
  const layers = ["zones", "alea", "enjeux"].map((name) => ({ name: `${name}.geojson`, content: Buffer.from(geojson(codes("P1"))) }));
  const documents = ["reglement", "rapport"].map((name) => ({ name: `Pieces/${name}.pdf`, content: Buffer.from("%PDF-1.4") }));
  return buildZip([...layers, { name: "mnt_2026.tif", content: mnt }, ...documents]);
}

/** Makes the extracts that wait, as a server does, until the returned function is called. */
function makeExtracts({ core }: World): () => void {
  const making = setInterval(() => void makeWaitingExtracts(core, true, new AbortController().signal), 200);
  return () => clearInterval(making);
}
