import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { UNKNOWN_CONIC } from "@archipel/gdal/testing/prj-texts.ts";
import { buildShapefile } from "@archipel/gdal/testing/shapefile-builder.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { createCommunity, createMember, createPortal } from "@archipel/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cancelJob, retryJob } from "../../../jobs/service.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { JobFailedError } from "../../../kernel/jobs/handler.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { openUploadingWorld, type UploadingWorld } from "../../../testing/uploading-world.ts";
import { discardUpload, setCrs, setEncoding } from "./service/change.ts";
import { previewLayer } from "./service/preview.ts";
import { publishUpload } from "./service/publish.ts";
import { getUpload, listFindings } from "./service/read.ts";

let database: Database;
let core: Core;
let manager: MemberActor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
});
afterAll(() => world.close());

const uploadFile = (fileName: string, content: string | Uint8Array) => world.uploadFile(fileName, content);

const checked = (uploadId: string) => world.checked(uploadId);

const findingsOf = async (uploadId: string) => {
  const { communityId } = manager;
  return (await listFindings(core, manager, { communityId, uploadId, limit: 100 })).items;
};
const collection = (features: unknown[]) => JSON.stringify({ type: "FeatureCollection", features });
const feature = (geometry: unknown, properties: object = {}) => ({ type: "Feature", geometry, properties });
const square = (x: number, y: number, side = 0.01) => ({
  type: "Polygon",
  coordinates: [
    [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
      [x, y],
    ],
  ],
});
const bowTie = {
  type: "Polygon",
  coordinates: [
    [
      [2, 48],
      [2.1, 48.1],
      [2.1, 48],
      [2, 48.1],
      [2, 48],
    ],
  ],
};
const record = (title: string) => datasetRecord.parse({ title });

describe("the check of an upload", () => {
  test("reports each problem with its place and feature, and counts the correct features", async () => {
    const upload = await uploadFile(
      "zones.geojson",
      collection([
        feature(square(2, 48), { fid: 1, "Libellé de la zone": "déjà vu", a: 1 }),
        feature(bowTie, { fid: 2, "Libellé de la zone": "dÃ©jÃ  vu" }),
        feature(null, { fid: 3 }),
        feature({ type: "Point", coordinates: [2, 48] }, { fid: 4 }),
        feature({ type: "Polygon", coordinates: [] }, { fid: 5 }),
      ]),
    );
    expect(upload).toMatchObject({ status: "checked", driver: "geojson", jobId: null, error: null });
    expect(upload.layers).toMatchObject([
      { name: "zones", featureCount: 5, geometryType: "Geometry", chosenSrid: 4326, errorCount: 0, crs: { how: "declared" } },
    ]);
    expect(upload.layers[0]?.fields.map((field) => field.column)).toEqual(["source_fid", "libelle_de_la_zone", "a"]);
    const findings = await findingsOf(upload.id);
    const byRule = (rule: string) => findings.filter((finding) => finding.rule === rule);
    const [invalid] = byRule("geometry-invalid");
    expect(invalid).toMatchObject({ severity: "warning", featureIndex: 2, params: { reason: "Self-intersection" } });
    expect(invalid?.point?.[0]).toBeCloseTo(2.05, 9);
    expect(invalid?.point?.[1]).toBeCloseTo(48.05, 9);
    expect(byRule("geometry-empty").map((finding) => finding.featureIndex)).toEqual([3, 5]);
    expect(byRule("encoding-doubtful")).toMatchObject([{ featureIndex: 2, field: "Libellé de la zone" }]);
    expect(byRule("field-reserved")).toMatchObject([{ field: "fid", params: { column: "source_fid" } }]);
    expect(byRule("field-renamed")).toMatchObject([{ field: "Libellé de la zone", params: { column: "libelle_de_la_zone" } }]);
    expect(byRule("mixed-geometry")).toMatchObject([{ params: { types: "Point, Polygon" } }]);
  });

  test("a rule broken a hundred times gives twenty findings that count all", async () => {
    const upload = await uploadFile("croix.geojson", collection(Array.from({ length: 100 }, () => feature(bowTie))));
    const invalid = (await findingsOf(upload.id)).filter((finding) => finding.rule === "geometry-invalid");
    expect(invalid).toHaveLength(20);
    expect(invalid.reduce((sum, finding) => sum + finding.occurrences, 0)).toBe(100);
    expect(upload.layers[0]?.warningCount).toBe(100);
  });

  test("a large file is checked while it is read, with the same findings", async () => {
    const count = 45_000;
    const content = (numbers: (index: number) => number) =>
      collection(
        Array.from({ length: count }, (_, at) =>
          at % 4_500 === 77
            ? feature(bowTie, { nom: "z\uFFFDne", n: numbers(at) })
            : feature(square(2 + (at % 300) / 300, 48 + at / 60_000, 0.001), { nom: `zone ${at}`, n: numbers(at) }),
        ),
      );
    const facts = async ({ id, layers }: Awaited<ReturnType<typeof uploadFile>>) => ({
      layers: layers.map(({ featureCount, geometryType, extent, warningCount, errorCount }) => ({
        ...{ featureCount, geometryType, extent, warningCount, errorCount },
      })),
      findings: (await findingsOf(id)).map(({ rule, featureIndex, field, params, point }) => ({
        rule,
        featureIndex,
        field,
        params,
        point,
      })),
    });
    const ahead = await uploadFile(
      "zones.geojson",
      content((at) => at),
    );
    expect(ahead.layers[0]).toMatchObject({ featureCount: count, geometryType: "Polygon", warningCount: 20 });
    // The last number changes the type of its column: the check begins again, as it does for all other files.
    const again = await uploadFile(
      "zones.geojson",
      content((at) => (at === count - 1 ? 0.5 : at)),
    );
    expect(again.layers[0]?.fields.map(({ type }) => type)).toEqual(["text", "double"]);
    expect(await facts(ahead)).toEqual(await facts(again));
    const { communityId } = manager;
    const preview = await previewLayer(core, manager, { communityId, uploadId: ahead.id, uploadLayerId: ahead.layers[0]?.id ?? "" });
    // Every 32nd feature: while they came, nobody knew their number, which would have given every 23rd.
    expect(preview).toMatchObject({ fits: true, total: count, shown: 1_407 });
  });

  test("coordinates outside the declared CRS are an error that proposes a CRS that fits", async () => {
    const content = JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } },
      features: [feature(square(2, 48)), feature(square(3, 49))],
    });
    const upload = await uploadFile("degres.geojson", content);
    const findings = await findingsOf(upload.id);
    expect(findings).toMatchObject([{ rule: "crs-mismatch", severity: "error", params: { srid: 2154, suggestion: 4326 } }]);
    const [layer] = upload.layers;
    if (!layer) throw new Error("no layer");
    const { communityId } = manager;
    const target = { uploadId: upload.id, uploadLayerId: layer.id, communityId };
    await expect(
      publishUpload(core, manager, {
        communityId,
        uploadId: upload.id,
        target: { record: record("Refusée") },
        layers: [{ uploadLayerId: layer.id, title: "x" }],
        status: "published",
        portalIds: [],
      }),
    ).rejects.toMatchObject({ code: "layer-has-errors", params: { rule: "crs-mismatch" } });

    expect(await previewLayer(core, manager, target)).toMatchObject({ srid: 2154, fits: false });
    expect(await previewLayer(core, manager, { ...target, srid: 4326 })).toMatchObject({ srid: 4326, fits: true, shown: 2, total: 2 });
    await setCrs(core, manager, { ...target, srid: 4326 });
    const repaired = await checked(upload.id);
    expect(repaired).toMatchObject({ status: "checked", layers: [{ id: layer.id, chosenSrid: 4326, errorCount: 0 }] });
    expect(await findingsOf(upload.id)).toEqual([]);
    await expect(setCrs(core, manager, { ...target, srid: 999_998 })).rejects.toMatchObject({ code: "crs-not-supported" });
  });

  test("features far from the others are reported one by one", async () => {
    const content = JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::2154" } },
      features: [feature(square(700_000, 6_600_000, 10)), feature(square(-5_000_000, 10, 10))],
    });
    const upload = await uploadFile("loin.geojson", content);
    expect(await findingsOf(upload.id)).toMatchObject([{ rule: "geometry-out-of-domain", featureIndex: 2, severity: "warning" }]);
  });

  test("an unknown CRS needs a choice; the preview shows each proposal; choosing an encoding repairs the texts", async () => {
    const ring: [number, number][] = [
      [700_000, 6_600_000],
      [700_000, 6_600_100],
      [700_100, 6_600_100],
      [700_000, 6_600_000],
    ];
    const files = buildShapefile({
      name: "ZONES",
      shapes: [ring],
      fields: [{ name: "NOM", width: 20 }],
      values: [[Buffer.from("Forêt", "utf8")]],
      prj: UNKNOWN_CONIC,
      cpg: "UTF-8",
    });
    const upload = await uploadFile("zones.zip", buildZip(files));
    expect(await findingsOf(upload.id)).toMatchObject([{ rule: "crs-unknown", severity: "error" }]);
    const [layer] = upload.layers;
    expect(layer).toMatchObject({ chosenSrid: null, encoding: "UTF-8" });
    expect(layer?.crs.candidates[0]).toEqual({ srid: 2154, title: "RGF93 v1 / Lambert-93" });
    const target = { uploadId: upload.id, uploadLayerId: layer?.id ?? "", communityId: manager.communityId };
    const seen = await previewLayer(core, manager, { ...target, srid: 2154 });
    expect(seen).toMatchObject({ fits: true, geojson: { features: [{ id: 1, properties: { NOM: "Forêt" } }] } });
    expect(JSON.stringify(seen.geojson)).toMatch(/\[3\.\d+,46\.\d+\]|\[3,46\.\d+\]/);
    await setEncoding(core, manager, { ...target, encoding: "CP1252" });
    await checked(upload.id);
    await setCrs(core, manager, { ...target, srid: 2154 });
    const again = await checked(upload.id);
    expect(again.layers).toMatchObject([{ id: layer?.id, encoding: "CP1252", chosenSrid: 2154, errorCount: 0 }]);
    const preview = await previewLayer(core, manager, target);
    expect(preview.geojson).toMatchObject({ features: [{ properties: { NOM: "ForÃªt" } }] });
  });

  test("a file that cannot be read fails with its reason, and can be discarded", async () => {
    const upload = await uploadFile("x.geojson", "<html></html>");
    expect(upload).toMatchObject({ status: "failed", error: { code: "nothing-to-publish" }, layers: [] });
    expect(await findingsOf(upload.id)).toMatchObject([{ rule: "unsupported", severity: "error", params: { seems: "html" } }]);
    await discardUpload(core, manager, upload.id);
    await expect(getUpload(core, manager, upload.id)).rejects.toMatchObject({ code: "upload-not-found" });
  });

  test("an empty layer is a warning before it is published, and no coordinate system is blamed for it", async () => {
    const upload = await uploadFile("vide.geojson", collection([]));
    expect(await findingsOf(upload.id)).toMatchObject([{ rule: "layer-empty", severity: "warning" }]);
    const target = { uploadId: upload.id, uploadLayerId: upload.layers[0]?.id ?? "", communityId: manager.communityId };
    expect(await previewLayer(core, manager, { ...target, srid: 4326 })).toMatchObject({ fits: true, total: 0 });
  });

  test("another community does not see it", async () => {
    const upload = await uploadFile("a.geojson", collection([feature(square(2, 48))]));
    const { id: communityId } = await createCommunity(database);
    const user = await createMember(database, communityId, "manager");
    const stranger: MemberActor = { ...manager, userId: user.id, communityId };
    await expect(getUpload(core, stranger, upload.id)).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("the publication of an upload", () => {
  const zones = collection([
    feature(square(2, 48), { nom: "A", n: 1, jour: "2024-01-31" }),
    feature({ type: "MultiPolygon", coordinates: [square(2.1, 48.1).coordinates] }, { nom: "B", n: 2, jour: null }),
    feature(null, { nom: "C", n: 3, jour: null }),
  ]);
  const publication = (upload: Awaited<ReturnType<typeof uploadFile>>, title: string) => ({
    communityId: manager.communityId,
    uploadId: upload.id,
    target: { record: record(title) },
    layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: `Couche ${layer.name}` })),
    status: "published" as const,
    portalIds: [] as string[],
  });

  test("makes a typed table, a published dataset with its extent, a first revision, history and events; lists it in portals", async () => {
    const portal = await createPortal(database, manager.communityId);
    const upload = await uploadFile("zones.geojson", zones);
    const { jobId, datasetId } = await publishUpload(core, manager, { ...publication(upload, "Zones"), portalIds: [portal.id] });
    expect(await jobOver(core, jobId)).toMatchObject({ status: "success", attempts: 1 });
    const published = await getUpload(core, manager, upload.id);
    expect(published).toMatchObject({ status: "published", datasetId });
    const layerId = published.layers[0]?.layerId ?? "";
    const { layer, dataset, revisions, actions, topics, listings } = await database.withSystem(async (tx) => ({
      layer: await tx.layer.findUniqueOrThrow({ where: { id: layerId } }),
      dataset: await tx.dataset.findUniqueOrThrow({ where: { id: datasetId } }),
      revisions: await tx.layerRevision.findMany({ where: { layerId } }),
      actions: (await tx.auditEntry.findMany({ where: { resourceId: datasetId }, orderBy: { createdAt: "asc" } })).map(
        (entry) => entry.action,
      ),
      topics: (await tx.outboxEvent.findMany({ where: { communityId: manager.communityId } })).map((event) => event.topic),
      listings: await tx.portalDataset.count({ where: { portalId: portal.id, datasetId } }),
    }));
    expect(layer).toMatchObject({
      status: "ready",
      name: "zones",
      title: "Couche zones",
      geometryType: "MultiPolygon",
      srid: 4326,
      featureCount: 3,
      revision: 1,
    });
    expect(dataset).toMatchObject({ status: "published", title: "Zones" });
    expect(dataset.bbox[0]).toBeCloseTo(2, 6);
    expect(dataset.bbox[3]).toBeCloseTo(48.11, 6);
    expect(revisions).toMatchObject([{ revision: 1, authorId: manager.userId }]);
    expect(actions).toEqual(["dataset.created", "dataset.layers-added", "dataset.published"]);
    expect(topics.filter((topic) => topic === "layer.published")).toHaveLength(1);
    expect(listings).toBe(1);
    const rows = await database.sqlAs({ role: "system" }, (sql) =>
      sql.query<{ fid: number }>(
        `SELECT fid, nom, n, jour::text AS jour, GeometryType(geom) AS type, ST_SRID(geom) AS srid FROM layers.${layer.tableName} ORDER BY fid`,
      ),
    );
    expect(rows).toEqual([
      { fid: 1, nom: "A", n: 1, jour: "2024-01-31", type: "MULTIPOLYGON", srid: 4326 },
      { fid: 2, nom: "B", n: 2, jour: null, type: "MULTIPOLYGON", srid: 4326 },
      { fid: 3, nom: "C", n: 3, jour: null, type: null, srid: null },
    ]);
  });

  test("adds layers to an existing dataset, as a draft when asked", async () => {
    const upload = await uploadFile("zones.geojson", zones);
    const first = await publishUpload(core, manager, { ...publication(upload, "Brouillon"), status: "draft" });
    await jobOver(core, first.jobId);
    const second = await publishUpload(core, manager, {
      ...publication(upload, "Brouillon"),
      status: "draft",
      target: { datasetId: first.datasetId },
    });
    expect(second.datasetId).toBe(first.datasetId);
    await jobOver(core, second.jobId);
    const { layers, dataset } = await database.withSystem(async (tx) => ({
      layers: await tx.layer.findMany({ where: { datasetId: first.datasetId }, orderBy: { position: "asc" } }),
      dataset: await tx.dataset.findUniqueOrThrow({ where: { id: first.datasetId } }),
    }));
    expect(layers.map((layer) => [layer.name, layer.position, layer.status])).toEqual([
      ["zones", 0, "ready"],
      ["zones-2", 1, "ready"],
    ]);
    expect(dataset.status).toBe("draft");
  });

  test("a job that is cancelled leaves no table and no layer, and can be retried", async () => {
    const upload = await uploadFile("zones.geojson", zones);
    const slow = { ...core, queue: { enqueue: async () => {} } };
    const { jobId, datasetId } = await publishUpload(slow, manager, publication(upload, "Annulée"));
    await expect(publishUpload(slow, manager, publication(upload, "Deux fois"))).rejects.toMatchObject({ code: "upload-is-busy" });
    await cancelJob(core, manager, jobId);
    const deadline = Date.now() + 20_000;
    while ((await getUpload(core, manager, upload.id)).status !== "checked" && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await getUpload(core, manager, upload.id)).toMatchObject({ status: "checked", layers: [{ layerId: null }] });
    expect(await database.withSystem((tx) => tx.layer.count({ where: { datasetId } }))).toBe(0);
    await retryJob(core, manager, jobId);
    expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
    expect(await database.withSystem((tx) => tx.layer.count({ where: { datasetId, status: "ready" } }))).toBe(1);
    await expect(retryJob(core, manager, jobId)).rejects.toMatchObject({ code: "job-cannot-be-retried" });
  });

  test("a job that fails after its tables are built builds them again when it is retried", async () => {
    const upload = await uploadFile("zones.geojson", zones);
    const { withFile } = core.storage;
    const full = vi.spyOn(core.storage, "withFile").mockImplementationOnce(async (key, work) => {
      await withFile.call(core.storage, key, work);
      throw new JobFailedError("disk-full");
    });
    const { jobId, datasetId } = await publishUpload(core, manager, publication(upload, "Pleine"));
    expect(await jobOver(core, jobId)).toMatchObject({ status: "failure", error: { code: "disk-full" } });
    full.mockRestore();
    await retryJob(core, manager, jobId);
    expect(await jobOver(core, jobId)).toMatchObject({ status: "success" });
    const [layer] = await database.withSystem((tx) => tx.layer.findMany({ where: { datasetId, status: "ready" } }));
    const count = `SELECT count(*)::integer AS count FROM layers."${layer?.tableName}"`;
    const [row] = await database.sqlAs({ role: "system" }, (sql) => sql.query<{ count: number }>(count));
    expect(row?.count).toBe(layer?.featureCount);
  });

  test("tables without geometry are read but not published", async () => {
    const upload = await uploadFile("table.csv", "a;b\n1;2\n");
    expect(upload).toMatchObject({ status: "checked", error: null, layers: [{ geometryType: "None", featureCount: 1 }] });
    await expect(publishUpload(core, manager, publication(upload, "Table"))).rejects.toMatchObject({ code: "layer-without-geometry" });
  });
});
