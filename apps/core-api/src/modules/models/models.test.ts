import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { modelOf } from "@archipel/validation/testing/run-check.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { createServer } from "../../server.ts";
import { bearer } from "../../testing/bearer.ts";
import { keep, wells } from "../../testing/check-world.ts";
import { createTestCore, type TestCore } from "../../testing/test-core.ts";
import { newPerson } from "../../testing/uploading-world.ts";
import { draftFromTableSchema, getModel, listModels, removeModel } from "./service.ts";

let database: Database;
let core: TestCore;
let manager: MemberActor;
let contributor: MemberActor;
let stranger: MemberActor;
beforeAll(async () => {
  database = await openTestDatabase();
  core = await createTestCore(database);
  manager = await newPerson(core, "manager");
  contributor = await newPerson(core, "contributor", manager);
  stranger = await newPerson(core, "manager");
});
afterAll(() => database.close());

const own = (actor: MemberActor) => listModels(core, actor).then((all) => all.filter(({ source }) => source === "own"));

describe("a community's models", () => {
  test("are listed beside the shipped ones, and each save is a permanent version", async () => {
    expect(await keep(core, manager, wells)).toEqual({ key: "puits-1.0", version: 1 });
    const deeper = { ...wells, title: { fr: "Puits et forages", en: "Wells and drillings" } };
    expect(await keep(core, manager, deeper, 1)).toEqual({ key: "puits-1.0", version: 2 });
    expect(await own(contributor)).toMatchObject([{ key: "puits-1.0", version: 2, title: deeper.title, tables: 1, files: 1 }]);
    const shipped = (await listModels(core, contributor)).filter(({ source }) => source === "shipped");
    expect(shipped.find(({ key }) => key === "cnig-plu-2017")).toMatchObject({ version: null, tables: 14, standard: { version: "v2017" } });
    const { communityId } = manager;
    const latest = await getModel(core, contributor, { communityId, key: "puits-1.0" });
    expect(latest).toMatchObject({ version: 2, definition: JSON.parse(JSON.stringify(deeper)) });
    expect(latest.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect((await getModel(core, contributor, { communityId, key: "puits-1.0", version: 1 })).title).toEqual(wells.title);
    const known = await getModel(core, contributor, { communityId, key: "cnig_PLU_2017" });
    expect(known).toMatchObject({
      key: "cnig-plu-2017",
      source: "shipped",
      definition: { codeLists: { prescriptions: { rows: expect.any(Array) } } },
    });
  });

  test("are not overwritten by a concurrent save, and cannot take another model's id", async () => {
    const model = { ...wells, id: "ponts" };
    await keep(core, manager, model);
    await keep(core, manager, model, 1);
    await expect(keep(core, manager, model, 1)).rejects.toMatchObject({ code: "model-changed", params: { version: 2 } });
    await expect(keep(core, manager, model)).rejects.toMatchObject({ code: "model-key-taken", field: "id" });
    await expect(keep(core, manager, { ...wells, id: "cnig-plu-2017" })).rejects.toMatchObject({ code: "model-key-taken" });
    await expect(keep(core, manager, { ...wells, id: "nowhere" }, 1)).rejects.toMatchObject({ code: "model-not-found" });
    const both = await Promise.allSettled([keep(core, manager, model, 2), keep(core, manager, model, 2)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("are invisible to other communities", async () => {
    const { communityId } = manager;
    await keep(core, manager, { ...wells, id: "secret" });
    expect((await own(stranger)).map(({ key }) => key)).not.toContain("secret");
    await expect(getModel(core, stranger, { communityId, key: "secret" })).rejects.toMatchObject({ code: "model-not-found" });
    await expect(keep(core, stranger, { ...wells, id: "secret" }, 1)).rejects.toMatchObject({ code: "model-not-found" });
    await expect(removeModel(core, stranger, { communityId, key: "secret" })).rejects.toMatchObject({ code: "model-not-found" });
    // In another community, the same id is another model.
    expect(await keep(core, stranger, { ...wells, id: "secret" })).toEqual({ key: "secret", version: 1 });
    await removeModel(core, stranger, { communityId: stranger.communityId, key: "secret" });
    expect((await getModel(core, manager, { communityId, key: "secret" })).version).toBe(1);
  });

  test("are recorded in the audit log", async () => {
    await keep(core, manager, { ...wells, id: "brief" });
    await removeModel(core, manager, { communityId: manager.communityId, key: "brief" });
    const entries = await database.withSystem((tx) =>
      tx.auditEntry.findMany({
        where: { communityId: manager.communityId, summary: { path: ["key"], equals: "brief" } },
        orderBy: { id: "asc" },
      }),
    );
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ["model.saved", manager.userId],
      ["model.removed", manager.userId],
    ]);
  });
});

describe("a hostile model is refused with a message", () => {
  const field = (rest: object) => ({ ...wells, tables: { PUITS: { fields: [{ name: "ID", type: "string", ...rest }] } } });
  const nested = () => {
    let must: unknown = { field: "ID", is: "empty" };
    for (let depth = 0; depth < 500; depth++) must = { not: must };
    return {
      ...wells,
      tables: { PUITS: { fields: [{ name: "ID", type: "string" }], conditions: [{ name: "c", must, message: { fr: "x", en: "x" } }] } },
    };
  };
  test.each<[string, () => object, string, object]>([
    ["no model", () => ({ drop: "table" }), "model-missing", { where: "format" }],
    ["huge", () => ({ ...wells, codeLists: { l: { columns: ["c"], rows: [["x".repeat(900_000)]] } } }), "model-too-heavy", {}],
    ["endless", nested, "model-too-deep", {}],
    ["a pattern that backtracks", () => field({ pattern: "(?=a)+b" }), "model-not-a-pattern", { where: "tables.PUITS.fields.ID.pattern" }],
    [
      "a pattern that repeats",
      () => field({ pattern: `(${"(a|b)?".repeat(60)}){1,900}` }),
      "model-pattern-too-heavy",
      { where: "tables.PUITS.fields.ID.pattern" },
    ],
    ["a name that leads nowhere", () => field({ reference: { table: "users", field: "id" } }), "model-no-table", { name: "users" }],
    ["a file of the server", () => ({ ...wells, codeLists: { l: { file: "../../etc/passwd.csv" } } }), "model-list-in-file", {}],
    ["an id that is a path", () => ({ ...wells, id: "../../x" }), "model-wrong-format", { where: "id" }],
    ["many faults", () => ({ ...field({ type: "x", colour: 1 }), title: 3 }), "model-wrong-type", { where: "title", others: 2 }],
  ])("%s", async (_, definition, code, params) => {
    await expect(keep(core, manager, definition())).rejects.toMatchObject({ kind: "invalid", code, params });
  });
});

describe("a Table Schema becomes a draft", () => {
  const { communityId } = { communityId: "" };
  const schema = { name: "Bornes de Recharge", title: "Bornes", fields: [{ name: "id", type: "string", constraints: { required: true } }] };
  test("whose id comes from its name, or from the request; it is not stored", async () => {
    const { definition } = draftFromTableSchema({ communityId, text: `\uFEFF${JSON.stringify(schema)}` });
    expect(definition).toMatchObject({ format: "archipel-model/1", id: "bornes-de-recharge", title: { fr: "Bornes" } });
    expect(draftFromTableSchema({ communityId, text: JSON.stringify(schema), key: "irve-2" }).definition.id).toBe("irve-2");
    expect((await own(manager)).map(({ key }) => key)).not.toContain("bornes-de-recharge");
    expect(await keep(core, stranger, definition)).toEqual({ key: "bornes-de-recharge", version: 1 });
  });

  test("or an error that says what is wrong with it", () => {
    const draft = (text: string) => () => draftFromTableSchema({ communityId, text });
    expect(draft("{")).toThrow(expect.objectContaining({ code: "not-json" }));
    expect(draft("{}")).toThrow(expect.objectContaining({ code: "model-missing", params: expect.objectContaining({ where: "fields" }) }));
    expect(draft(JSON.stringify({ fields: [{ name: "a", constraints: { pattern: "(" } }] }))).toThrow(
      expect.objectContaining({ code: "model-not-a-pattern" }),
    );
  });
});

test("as many models as a list can hold", async () => {
  const { communityId } = await newPerson(core, "manager").then(async (other) => {
    await database.withSystem((tx) =>
      tx.validationModel.createMany({
        data: Array.from({ length: 200 }, (_, index) => ({ communityId: other.communityId, key: `m${index}`, title: wells.title })),
      }),
    );
    await expect(keep(core, other, modelOf({ T: { fields: [] } }, { id: "one-more" }))).rejects.toMatchObject({ code: "too-many-models" });
    return other;
  });
  expect(await database.withSystem((tx) => tx.validationModel.count({ where: { communityId } }))).toBe(200);
});

test("no input makes the server crash", async () => {
  const app = await createServer(core);
  const { communityId } = manager;
  const send = (text: string) =>
    app.inject({
      method: "POST",
      url: "/trpc/models.save",
      headers: { ...bearer(manager.userId), "content-type": "application/json" },
      payload: `{"json":{"communityId":"${communityId}","baseVersion":null,"definition":${text}}}`,
    });
  const deep = (depth: number) => `{"tables":${'{"not":'.repeat(depth)}1${"}".repeat(depth)}}`;
  const statuses: number[] = [];
  for (const text of [deep(100), deep(50_000), `{"id":"${"x".repeat(2_000_000)}"}`, "[]", '{"__proto__":{"id":1}}'])
    statuses.push((await send(text)).statusCode);
  expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
  await app.close();
});
