import { readFileSync } from "node:fs";
import path from "node:path";
import { Readable } from "node:stream";
import type { ReadStyle } from "@archipel/contracts/layer-styles.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createMember } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { buildTestLayer } from "../../../layer-store/tables/test-layer.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { updateLayer } from "../service.ts";
import { readStyleOf } from "./read.ts";
import { writeStyleOf } from "./write.ts";

const SAMPLE = path.join(import.meta.dirname, "../../../../../../packages/style-exchange/src/testing/qgis/polygon-categories.qml");

let database: Database;
let core: Core;
let manager: MemberActor;
let stranger: MemberActor;
let layerId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  const [community, other] = [await createCommunity(database), await createCommunity(database)];
  const managerOf = async (communityId: MemberActor["communityId"]): Promise<MemberActor> => {
    const { id } = await createMember(database, communityId, "manager");
    return { userId: id, isOperator: false, isSuspended: false, communityId, role: "manager" };
  };
  manager = await managerOf(community.id);
  stranger = await managerOf(other.id);
  const layer = await buildTestLayer(database, community.id, {
    geometry: { type: "MultiPolygon", srid: 4326, hasZ: false },
    fields: [
      { name: "TYPEZONE", column: "typezone", type: "text" },
      { name: "LIBELLE", column: "libelle", type: "text" },
      { name: "secret", column: "secret", type: "text", isHidden: true },
    ],
    features: [],
  });
  layerId = layer.layerId;
});
afterAll(() => database.close());

function read(content: string | Buffer, { as = manager, fields = {} } = {}): Promise<ReadStyle> {
  return readStyleOf(core, as, { layerId, fields, file: { body: Readable.from([Buffer.from(content)]), senderLeft: null } });
}

test("a style of QGIS becomes a draft that can be saved, and is written as SLD and MapLibre style", async () => {
  const { style, notes, format } = await read(readFileSync(SAMPLE));
  expect([format, notes]).toEqual(["qml", []]);
  expect(style).toMatchObject({ kind: "categorised", column: "typezone", label: { column: "libelle" } });
  await updateLayer(core, manager, { communityId: manager.communityId, layerId, style });
  const sld = await writeStyleOf(core, manager, layerId, { format: "sld", version: "1.1.0" });
  // The layer's files name their fields so.
  expect(sld.text).toContain("<ogc:PropertyName>TYPEZONE</ogc:PropertyName>");
  expect(sld.text).not.toContain("<script>");
  const { style: again } = await read(sld.text);
  expect(again).toMatchObject({ kind: "categorised", categories: "categories" in style ? style.categories : [] });
  const { text, fileName } = await writeStyleOf(core, manager, layerId, { format: "maplibre" });
  expect(fileName).toMatch(/\.style\.json$/);
  const written = JSON.parse(text);
  expect(written.sources.data.url).toBe(`${new URL(core.env.ARCHIPEL_PUBLIC_URL).origin}/tiles/${layerId}.json`);
  expect((await read(text)).style).toMatchObject({ kind: "categorised", column: "typezone" });
});

test("what cannot be read is an error that says where; nothing is stored", async () => {
  const before = await database.withSystem((tx) => tx.layer.findUnique({ where: { id: layerId } }));
  await expect(read("<qgis>\n<renderer-v2")).rejects.toMatchObject({ kind: "invalid", code: "style-file-broken", params: { line: 2 } });
  await expect(read(Buffer.alloc(1024 * 1024 + 1, 32))).rejects.toMatchObject({ kind: "invalid", code: "style-file-too-large" });
  await expect(read("")).rejects.toMatchObject({ code: "style-file-empty" });
  expect(await database.withSystem((tx) => tx.layer.findUnique({ where: { id: layerId } }))).toEqual(before);
});

test("a chosen field is used, a hidden one is not", async () => {
  const text = readFileSync(SAMPLE, "utf8").replaceAll("typezone", "zonage");
  const { missing, style } = await read(text);
  expect([missing, style.kind]).toEqual([["zonage"], "simple"]);
  expect((await read(text, { fields: { zonage: "typezone" } })).style).toMatchObject({ kind: "categorised", column: "typezone" });
  const { notes } = await read(text, { fields: { zonage: "secret" } });
  expect(notes.map(({ code }) => code)).toContain("field-hidden");
});

test("the layer of another community is not found, to read for and to write", async () => {
  await expect(read(readFileSync(SAMPLE), { as: stranger })).rejects.toMatchObject({ code: "layer-not-found" });
  await database.withSystem((tx) =>
    tx.dataset.updateMany({ where: { communityId: manager.communityId }, data: { visibility: "members" } }),
  );
  await expect(writeStyleOf(core, stranger, layerId, { format: "sld", version: "1.1.0" })).rejects.toMatchObject({
    code: "layer-not-found",
  });
});
