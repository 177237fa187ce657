// @database server
import { type FileFormat, fileFormat } from "@archipel/contracts/processing.ts";
import type { Database } from "@archipel/database/database.ts";
import { inspectFile } from "@archipel/gdal/inspect.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getJob, listLogs } from "../../../jobs/service.ts";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { DomainError } from "../../../kernel/domain-error.ts";
import { createServer } from "../../../server.ts";
import { bearer } from "../../../testing/bearer.ts";
import { around, squares } from "../../../testing/made-zones.ts";
import { type ProcessingWorld, processingWorld } from "../../../testing/processing-world.ts";
import { jobOver } from "../../../testing/run-jobs.ts";
import { catalogue, estimateRun, lineageOf, runProcessing } from "./service.ts";

let database: Database;
let world: ProcessingWorld;
let app: FastifyInstance;
let layerId: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await processingWorld(database);
  app = await createServer(world.core);
  ({ layerId } = await world.layer(squares(4)));
});
afterAll(async () => {
  await app.close();
  await world.stopRunner();
  await database.close();
});

const asLayer = { kind: "layer", title: "Résultat", target: { title: "Nouveau jeu" } } as const;

function ask(
  actor: MemberActor,
  processing: string,
  parameters: Record<string, unknown>,
  result: Parameters<typeof runProcessing>[2]["result"] = asLayer,
) {
  return runProcessing(world.core, actor, { communityId: actor.communityId, processing, parameters, result });
}
const refusal = (asked: Promise<unknown>): Promise<DomainError | null> =>
  asked.then(
    () => null,
    (error: DomainError) => error,
  );

describe("the catalogue", () => {
  test("is the content of the folder, with words in both languages", async () => {
    const all = await catalogue();
    expect(all.map(({ id }) => id).sort()).toEqual([
      "buffer",
      "clip",
      "convert",
      "count-within",
      "dissolve",
      "filter",
      "intersect",
      "join-location",
      "join-table",
      "merge-layers",
      "repair",
      "reproject",
      "simplify",
      "subtract",
      "union-layers",
    ]);
    for (const words of all.flatMap(({ title, help, parameters }) => [title, help, ...parameters.map(({ label }) => label)]))
      expect(Math.min(words.fr.length, words.en.length)).toBeGreaterThan(1);
  });
});

describe("errors name their parameter", () => {
  const open = (key: string, value: unknown) => ({ [key]: value });
  const faults: [string, Record<string, unknown>, string, string][] = [
    ["buffer", {}, "layer", "processing-parameter-missing"],
    ["buffer", open("layer", "00000000-0000-4000-8000-000000000000"), "layer", "processing-layer-not-found"],
    ["buffer", open("layer", "' OR true"), "layer", "processing-layer-not-found"],
    ["buffer", { distance: "large" }, "distance", "processing-number-unreadable"],
    ["buffer", { distance: "0b1" }, "distance", "processing-number-unreadable"],
    ["buffer", { distance: 1e9 }, "distance", "processing-number-range"],
    ["buffer", { distance: 0 }, "distance", "processing-distance-zero"],
    ["reproject", { crs: 1 }, "crs", "processing-crs-unknown"],
    ["clip", { area: { type: "Point", coordinates: [0, 0] } }, "area", "processing-area-unreadable"],
    ["clip", { area: around(0, 0, 400, 1) }, "area", "processing-area-outside"],
    ["dissolve", { by: ["absent"] }, "by", "processing-field-unknown"],
    ["dissolve", { sums: ["kind"] }, "sums", "processing-field-type"],
    ["filter", { condition: { tests: [] } }, "condition", "processing-condition-unreadable"],
    ["filter", { condition: { tests: [{ column: "n", operator: "contains", value: "1" }] } }, "condition", "processing-condition-operator"],
    ["filter", { condition: { tests: [{ column: "n", operator: "equal", value: "dix" }] } }, "condition", "processing-condition-whole"],
    ["merge-layers", { layers: ["x"] }, "layers", "processing-layers-count"],
    ["simplify", { keepsNeighbours: "yes" }, "keepsNeighbours", "processing-boolean-unreadable"],
  ];
  test.each(faults)("%s %o", async (processing, parameters, key, code) => {
    const error = await refusal(
      ask(world.manager, processing, { layer: layerId, ...(key === "layer" ? { layer: undefined } : {}), ...parameters }),
    );
    expect(error).toMatchObject({ code, field: `parameters.${key}`, params: { parameter: key } });
  });

  test("an area that crosses itself thousands of times", async () => {
    const area = { type: "Polygon", coordinates: [tangle(151, [5.6, 45.6])] };
    const error = await refusal(ask(world.manager, "clip", { layer: layerId, area }));
    expect(error).toMatchObject({ code: "shape-too-crossed", field: "parameters.area" });
  });

  test("unknown processing, layer from a conversion, Shapefile of mixed shapes", async () => {
    expect(await refusal(ask(world.manager, "../convert", {}))).toMatchObject({ code: "processing-not-found" });
    expect(await refusal(ask(world.manager, "convert", { layer: layerId }))).toMatchObject({ code: "processing-result-not-offered" });
    const mixed = await world.layer({ geometry: { type: "Geometry", srid: 4326, hasZ: false }, features: [] });
    const error = await refusal(ask(world.manager, "convert", { layer: mixed.layerId }, { kind: "file", format: "shapefile" }));
    expect(error).toMatchObject({ code: "processing-shapefile-mixed", field: "result.format" });
  });
});

describe("permissions", () => {
  test("contributors make files, not layers", async () => {
    const contributor = await world.memberAs("contributor");
    expect(await refusal(ask(contributor, "repair", { layer: layerId }))).toMatchObject({ code: "processing-layer-needs-manager" });
    const { jobId } = await ask(contributor, "repair", { layer: layerId }, { kind: "file", format: "csv" });
    expect((await jobOver(world.core, jobId)).status).toBe("success");
  });

  test("nobody reads a layer of another community, not even a public one, nor its file", async () => {
    const other = await createCommunity(database);
    const { id: userId } = await createMember(database, other.id, "manager");
    const stranger: MemberActor = { userId, communityId: other.id, role: "manager", isOperator: false, isSuspended: false };
    expect(await refusal(ask(stranger, "repair", { layer: layerId }))).toMatchObject({ code: "processing-layer-not-found" });
    expect(
      await refusal(estimateRun(world.core, stranger, { communityId: other.id, processing: "repair", parameters: { layer: layerId } })),
    ).toMatchObject({
      code: "processing-layer-not-found",
    });
    // Even a run stored for that layer, as if the permission check had been bypassed, finds nothing.
    const run = await database.withSystem(async (tx) => {
      const made = await tx.processingRun.create({
        data: {
          communityId: other.id,
          processing: "repair",
          version: 1,
          parameters: { layer: layerId },
          sources: [],
          title: "x",
          format: "csv",
          createdById: userId,
        },
      });
      return tx.job.create({
        data: { communityId: other.id, kind: "run-processing", subjectId: made.id, input: { kind: "file" }, createdById: userId },
      });
    });
    await world.core.queue.enqueue({ ...run, kind: "run-processing" });
    expect(await jobOver(world.core, run.id)).toMatchObject({ status: "failure", error: { code: "processing-layer-not-found" } });

    const { file } = await world.run("convert", { layer: layerId }, "csv");
    const get = (token?: string) => app.inject({ url: file?.path ?? "", headers: bearer(token) });
    expect((await get(userId)).statusCode).toBe(404);
    expect((await get()).statusCode).toBe(404);
    expect((await get((await world.memberAs("member")).userId)).statusCode).toBe(404);
    expect((await get((await world.memberAs("contributor")).userId)).statusCode).toBe(200);
    expect((await app.inject({ url: "/processings/none/file" })).statusCode).toBe(404);
  });
});

describe("a file as a result", () => {
  test.each(fileFormat.options)("%s", async (format: FileFormat) => {
    const parameters = { layer: layerId, condition: { tests: [{ column: "n", operator: "more", value: 0 }] } };
    const { file, counts, layerId: made } = await world.run("filter", parameters, format);
    expect(counts).toEqual({ in: 4, out: 3 });
    expect(made).toBeNull();
    const response = await app.inject({ url: file?.path ?? "", headers: bearer(world.manager.userId) });
    expect(response.headers["content-disposition"]).toMatch(/^attachment; filename=things\./);
    expect(response.rawPayload.length).toBe(file?.size);
    const [row] = await database.withSystem((tx) => tx.processingRun.findMany({ where: { format }, orderBy: { id: "desc" }, take: 1 }));
    const { objectKey } = (row?.file ?? {}) as { objectKey: string };
    const found = await world.core.storage.withFile(objectKey, (path) => inspectFile(path, { fileName: file?.name ?? "" }));
    expect(found.layers).toMatchObject([{ featureCount: 3 }]);
    const names = found.layers[0]?.fields.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["kind", "n"]));
    expect(names).not.toContain("secret");
  });
});

describe("a layer as a result", () => {
  test("has its lineage, in its dataset's record too, and is invisible before it is published", async () => {
    const parameters = { layer: layerId, by: ["kind"] };
    const { jobId, runId } = await ask(world.manager, "dissolve", parameters);
    expect((await jobOver(world.core, jobId)).status).toBe("success");
    const run = await database.withSystem((tx) => tx.processingRun.findUniqueOrThrow({ where: { id: runId } }));
    const dataset = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: run.datasetId ?? "" } }));
    expect(dataset).toMatchObject({ title: "Nouveau jeu", status: "draft", visibility: "public" });
    expect(dataset.lineage).toMatch(/^Regrouper par attributs, à partir de «\sThings\s» \(.+, révision 1\), le .+\.$/);
    const [dataLineage] = await lineageOf(world.core, world.manager, dataset.id);
    expect(dataLineage).toMatchObject({
      processing: "dissolve",
      version: 1,
      parameters,
      counts: { in: 4, out: 3 },
      sources: [{ layerId, revision: 1 }],
      layerId: run.layerId,
    });
    expect((await getJob(world.core, world.manager, jobId)).subject).toBe("dissolve");
    const { items } = await listLogs(world.core, world.manager, { communityId: world.communityId, jobId, limit: 100 });
    const steps = ["prepare", "process", "statistics", "order", "index", "publish"];
    expect(items.filter(({ code }) => code === "step").map(({ params }) => params.step)).toEqual(expect.arrayContaining(steps));
    expect(items.find(({ code }) => code === "made")?.params).toEqual({ in: 4, out: 3 });
    expect(items.at(-1)).toMatchObject({ code: "started", attempt: 1 });
    expect(items[0]?.code).toBe("done");
    const actions = await database.withSystem((tx) =>
      tx.auditEntry.findMany({ where: { communityId: world.communityId, resourceId: { in: [runId, dataset.id] } } }),
    );
    expect(actions.map(({ action }) => action).sort()).toEqual(["dataset.created", "layer.processed", "processing.started"]);
  });

  test("is added to an existing dataset, beside its layers", async () => {
    const { datasetId } = await world.layer(squares(1));
    const { jobId } = await ask(world.manager, "repair", { layer: layerId }, { ...asLayer, target: { datasetId } });
    await jobOver(world.core, jobId);
    const layers = await database.withSystem((tx) => tx.layer.findMany({ where: { datasetId }, orderBy: { position: "asc" } }));
    expect(layers.map(({ name, status }) => [name, status])).toEqual([
      ["things", "ready"],
      ["resultat", "ready"],
    ]);
  });

  test("is no more visible than its sources", async () => {
    const secret = await world.layer({
      geometry: { type: "Polygon", srid: 4326, hasZ: false },
      features: [],
      dataset: { visibility: "private" },
    });
    const { datasetId } = await world.run("merge-layers", { layers: [layerId, secret.layerId] });
    const dataset = await database.withSystem((tx) => tx.dataset.findUniqueOrThrow({ where: { id: datasetId ?? "" } }));
    expect(dataset.visibility).toBe("private");
  });
});

describe("estimates", () => {
  test("the features that a condition or an area keeps are counted in advance; results known only after running are not", async () => {
    const estimated = (processing: string, parameters: Record<string, unknown>) =>
      estimateRun(world.core, world.manager, { communityId: world.communityId, processing, parameters: { layer: layerId, ...parameters } });
    expect(await estimated("filter", { condition: { tests: [{ column: "kind", operator: "equal", value: "k0" }] } })).toEqual({
      in: 4,
      out: 2,
    });
    expect(await estimated("clip", { area: around(2.0001, 48.0001, 2.0009, 48.0009) })).toEqual({ in: 4, out: 1 });
    expect(await estimated("reproject", { crs: 2154 })).toEqual({ in: 4, out: 4 });
    expect(await estimated("dissolve", {})).toEqual({ in: 4, out: null });
  });
});
