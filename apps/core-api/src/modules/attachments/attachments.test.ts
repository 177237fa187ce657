// @database server
// @long
import { createHash, randomUUID } from "node:crypto";
import type { Readable } from "node:stream";
import { datasetRecord } from "@archipel/contracts/datasets.ts";
import type { Database } from "@archipel/database/database.ts";
import { buildZip, type ZippedFile } from "@archipel/gdal/testing/zip-builder.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Actor, anonymous, type MemberActor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { createServer } from "../../server.ts";
import { jobOver } from "../../testing/run-jobs.ts";
import { newPerson, openUploadingWorld, type UploadingWorld } from "../../testing/uploading-world.ts";
import { eraseDataset } from "../datasets/bin/erase.ts";
import { deleteDataset, getDataset, setDatasetStatus, updateDataset } from "../datasets/service.ts";
import { publishUpload } from "../deliveries/uploads/service/publish.ts";
import { listDocuments } from "../deliveries/uploads/service/read.ts";
import { findAttachment, listAttachments, readAttachment, removeAttachment, renameAttachment } from "./service.ts";

let database: Database;
let core: Core;
let app: FastifyInstance;
let manager: MemberActor;
let stranger: Actor;
let world: UploadingWorld;

beforeAll(async () => {
  world = await openUploadingWorld();
  ({ database, core, manager } = world);
  app = await createServer(world.base);
  stranger = await newPerson(core, "manager");
});
afterAll(async () => {
  await app.close();
  await world.close();
});

const pdf = (text: string) => Buffer.from(`%PDF-1.7\n${text}`);
const zones = Buffer.from(
  JSON.stringify({
    type: "FeatureCollection",
    features: [{ type: "Feature", properties: { nom: "Zone" }, geometry: { type: "Point", coordinates: [2, 48] } }],
  }),
);
const record =
  Buffer.from(`<?xml version="1.0"?><gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Plan de prévention</gco:CharacterString></gmd:title></gmd:CI_Citation></gmd:citation>
<gmd:abstract><gco:CharacterString>Ce qui est permis.</gco:CharacterString></gmd:abstract></gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>`);
const delivery = (...documents: ZippedFile[]) => buildZip([{ name: "plan/zones.geojson", content: zones }, ...documents]);

const uploadFile = (content: Buffer, fileName = "plan.zip") => world.uploadFile(fileName, content);

async function publish(
  content: Buffer,
  more: { datasetId?: string; documents?: string[] | "all"; visibility?: "public" | "private" } = {},
) {
  const upload = await uploadFile(content);
  const target = more.datasetId
    ? { datasetId: more.datasetId }
    : { record: datasetRecord.parse({ title: "Plan", visibility: more.visibility ?? "public" }) };
  const { jobId, datasetId } = await publishUpload(core, manager, {
    communityId: manager.communityId,
    uploadId: upload.id,
    target,
    layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
    status: "published",
    portalIds: [],
    ...(more.documents ? { documents: more.documents } : {}),
  });
  return { ...(await jobOver(core, jobId)), jobId, datasetId, uploadId: upload.id };
}

const listed = async (datasetId: string, actor: Actor = anonymous) =>
  (await listAttachments(core, actor, datasetId)).map(({ path }) => path);

describe("the metadata record of a delivery", () => {
  test("is read when the delivery is checked; an invalid one or another XML is only a document", async () => {
    const upload = await uploadFile(
      delivery({ name: "plan/fiche.xml", content: record }, { name: "plan/deep/other.xml", content: Buffer.from("<a/>") }),
    );
    expect(upload.record).toEqual({
      file: "plan/fiche.xml",
      record: { title: "Plan de prévention", abstract: "Ce qui est permis." },
      bbox: null,
    });
    expect(upload.documentCount).toBe(2);
    const broken = await uploadFile(delivery({ name: "fiche.xml", content: Buffer.from("<gmd:MD_Metadata>") }));
    expect(broken).toMatchObject({ status: "checked", record: null, documentCount: 1 });
  });

  test("has further fields, which are saved with the dataset", async () => {
    const { datasetId } = await publish(delivery());
    const more = {
      identifier: "urn:x:1",
      constraints: "Sur place",
      contacts: [{ name: "DDT", email: "", role: "owner" }],
      scale: 5000,
      resolution: 0.5,
      producedOn: "2024-02-29",
      revisedOn: "",
    };
    expect(await updateDataset(core, manager, datasetId, more)).toMatchObject(more);
    expect(await getDataset(core, manager, datasetId)).toMatchObject({ ...more, attachmentCount: 0 });
  });
});

describe("documents of a delivery", () => {
  test("become attachments with their paths, without system files and files that are not documents", async () => {
    const { datasetId, uploadId } = await publish(
      delivery(
        { name: "plan/Pieces_ecrites/3_Reglement/30014_reglement_20171013.pdf", content: pdf("Règles") },
        { name: "plan/Pieces_ecrites/plan.png", content: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
        { name: "plan/fiche.xml", content: record },
        { name: "plan/page.pdf", content: Buffer.from("<html><script>1</script>") },
        { name: "plan/Thumbs.db", content: Buffer.from("x") },
        { name: "__MACOSX/plan/._fiche.xml", content: Buffer.from("x") },
      ),
    );
    expect((await listDocuments(core, manager, uploadId)).map(({ path }) => path)).not.toContain("plan/Thumbs.db");
    expect(await listAttachments(core, anonymous, datasetId)).toMatchObject([
      {
        path: "plan/Pieces_ecrites/3_Reglement/30014_reglement_20171013.pdf",
        title: "30014 reglement 20171013",
        mediaType: "application/pdf",
        size: 16,
      },
      { path: "plan/Pieces_ecrites/plan.png", mediaType: "image/png" },
      { path: "plan/fiche.xml", mediaType: "application/xml" },
    ]);
    expect((await getDataset(core, manager, datasetId)).attachmentCount).toBe(3);
  });

  test("are published only if chosen; an unknown one is refused with a message", async () => {
    const content = delivery({ name: "a.pdf", content: pdf("a") }, { name: "b.pdf", content: pdf("b") });
    const { datasetId } = await publish(content, { documents: ["b.pdf"] });
    expect(await listed(datasetId)).toEqual(["b.pdf"]);
    await expect(publish(content, { documents: ["../../etc/passwd"] })).rejects.toMatchObject({ code: "document-not-in-delivery" });
    expect(await listed((await publish(content, { documents: [] })).datasetId)).toEqual([]);
  });

  test("are replaced when the same path is delivered again, and keep their edited title; others stay", async () => {
    const { datasetId } = await publish(delivery({ name: "a.pdf", content: pdf("a") }, { name: "b.pdf", content: pdf("b") }));
    const [first] = await listAttachments(core, manager, datasetId);
    if (!first) throw new Error("no attachment");
    await renameAttachment(core, manager, first.id, "Règlement écrit");
    await publish(delivery({ name: "a.pdf", content: pdf("a, second edition") }, { name: "c.pdf", content: pdf("c") }), { datasetId });
    const now = await listAttachments(core, manager, datasetId);
    expect(now.map(({ path, title }) => [path, title])).toEqual([
      ["a.pdf", "Règlement écrit"],
      ["b.pdf", "b"],
      ["c.pdf", "c"],
    ]);
    expect(now[0]).toMatchObject({ id: first.id, size: pdf("a, second edition").length });
  });

  test("are refused with paths outside the archive or links; duplicates are published once", async () => {
    const outside = await uploadFile(
      buildZip([
        { name: "../../evil.pdf", content: pdf("x") },
        { name: "zones.geojson", content: zones },
      ]),
    );
    expect(outside.status).toBe("failed");
    const link = await uploadFile(delivery({ name: "link.pdf", content: Buffer.from("/etc/passwd"), mode: 0o120777 }));
    expect(link.status).toBe("failed");
    const twice = await publish(
      delivery({ name: "a.pdf", content: pdf("one") }, { name: "a.pdf", content: pdf("two") }, { name: "b.pdf", content: pdf("one") }),
    );
    expect(twice.status).toBe("success");
    expect(await listed(twice.datasetId)).toEqual(["a.pdf", "b.pdf"]);
  });

  test("are published five thousand at once", async () => {
    const many = Array.from({ length: 4_990 }, (_, index) => ({
      name: `p/${String(index).padStart(4, "0")}.pdf`,
      content: pdf(`n° ${index % 50}`),
    }));
    const { datasetId, status } = await publish(delivery(...many));
    expect(status).toBe("success");
    const all = await listed(datasetId);
    expect(all).toHaveLength(4_990);
    expect([all[0], all.at(-1)]).toEqual(["p/0000.pdf", "p/4989.pdf"]);
  });

  test("are hidden while a publication fails midway; its retry shows all", async () => {
    const content = delivery(
      { name: "a.pdf", content: pdf("a") },
      { name: "b.pdf", content: pdf("b") },
      { name: "c.pdf", content: pdf("c") },
    );
    const upload = await uploadFile(content);
    const storage = core.storage;
    const countAll = () => database.withSystem((tx) => tx.datasetAttachment.count({ where: { uploadId: upload.id } }));
    let puts = 0;
    let shownAtTheBreak = -1;
    const put = async (bytes: Readable) => {
      if (++puts === 3) {
        shownAtTheBreak = await countAll();
        throw new Error("disk full");
      }
      return storage.put(bytes);
    };
    Object.assign(core, { storage: { ...storage, put } });
    const { jobId } = await publishUpload(core, manager, {
      communityId: manager.communityId,
      uploadId: upload.id,
      target: { record: datasetRecord.parse({ title: "Plan" }) },
      layers: upload.layers.map((layer) => ({ uploadLayerId: layer.id, title: layer.name })),
      status: "published",
      portalIds: [],
    });
    const over = await jobOver(core, jobId);
    Object.assign(core, { storage });
    expect(shownAtTheBreak).toBe(0);
    expect(over.status).toBe("success");
    expect(await countAll()).toBe(3);
  });
});

describe("rights on documents", () => {
  const download = (id: string, headers: Record<string, string> = {}) => app.inject({ url: `/downloads/attachments/${id}`, headers });

  test("anyone may download a public one, with its own media type, never inline", async () => {
    const { datasetId } = await publish(delivery({ name: "Règlement écrit.pdf", content: pdf("Règles") }));
    const [one] = await listAttachments(core, anonymous, datasetId);
    const answer = await download(one?.id ?? "");
    expect(answer.rawPayload).toEqual(pdf("Règles"));
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent("Règlement écrit.pdf")}`,
      etag: `"${createHash("sha256").update(pdf("Règles")).digest("hex")}"`,
    });
    expect((await download(one?.id ?? "", { "if-none-match": String(answer.headers.etag) })).statusCode).toBe(304);
    for (const id of [randomUUID(), "x"]) expect((await download(id)).statusCode).toBe(404);
  });

  test("those of a private dataset or of a draft are for its team", async () => {
    const { datasetId } = await publish(delivery({ name: "a.pdf", content: pdf("secret") }), { visibility: "private" });
    const [one] = await listAttachments(core, manager, datasetId);
    const id = one?.id ?? "";
    const { layers } = await getDataset(core, manager, datasetId);
    const named = { layerId: layers[0]?.id ?? "", fileName: "A.PDF" };
    expect(await findAttachment(core, manager, named)).toEqual({ id, title: "a" });
    expect(await findAttachment(core, manager, { ...named, fileName: "%.pdf" })).toBeNull();
    for (const actor of [anonymous, stranger]) {
      expect(await findAttachment(core, actor, named)).toBeNull();
      await expect(listAttachments(core, actor, datasetId)).rejects.toMatchObject({ code: "dataset-not-found" });
      await expect(readAttachment(core, actor, id)).rejects.toMatchObject({ code: "attachment-not-found" });
    }
    expect((await download(id)).statusCode).toBe(404);
    expect(await readAttachment(core, manager, id)).toMatchObject({ isPublic: false });
    await updateDataset(core, manager, datasetId, { visibility: "public" });
    expect((await download(id)).statusCode).toBe(200);
    await setDatasetStatus(core, manager, datasetId, "draft");
    expect((await download(id)).statusCode).toBe(404);
  });

  test("another community cannot change them; removed ones are deleted, also from the store when nothing else refers to them", async () => {
    const body = pdf(randomUUID());
    const { datasetId } = await publish(delivery({ name: "a.pdf", content: body }, { name: "b.pdf", content: body }));
    const [a, b] = await listAttachments(core, manager, datasetId);
    const other = stranger as MemberActor;
    await expect(renameAttachment(core, other, a?.id ?? "", "x")).rejects.toMatchObject({ code: "attachment-not-found" });
    await expect(removeAttachment(core, other, a?.id ?? "")).rejects.toMatchObject({ code: "attachment-not-found" });
    const key = `sha256/${createHash("sha256").update(body).digest("hex")}`;
    await removeAttachment(core, manager, a?.id ?? "");
    expect(await core.storage.stat(key)).not.toBeNull();
    await removeAttachment(core, manager, b?.id ?? "");
    expect(await core.storage.stat(key)).toBeNull();
    expect(await listed(datasetId)).toEqual([]);
  });

  test("they are deleted with their dataset", async () => {
    const body = pdf(randomUUID());
    const { datasetId, status } = await publish(delivery({ name: "a.pdf", content: body }));
    expect(status).toBe("success");
    await deleteDataset(core, manager, datasetId);
    await eraseDataset(core, manager, datasetId);
    expect(await core.storage.stat(`sha256/${createHash("sha256").update(body).digest("hex")}`)).toBeNull();
  });
});
