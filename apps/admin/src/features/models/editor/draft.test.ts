import { compileModel } from "@archipel/validation/model/compile.ts";
import { loadModel, shippedModelIds } from "@archipel/validation/model/load.ts";
import { validateModel } from "@archipel/validation/model/validate.ts";
import { describe, expect, test } from "vitest";
import { copyOf, definitionOf, draftOf, freeName, keyFrom, newDraft, withPart } from "./draft.ts";
import { faultsOf, isLive } from "./faults.ts";
import { draftFromLayer } from "./from-layer.ts";
import { keptParts } from "./kept.ts";

const shipped = await Promise.all((await shippedModelIds()).map(async (id) => JSON.parse(JSON.stringify(await loadModel(id)))));

describe.each(shipped.map((definition) => [String(definition.id), definition] as const))("%s", (_, definition) => {
  test("is read and written back unchanged, without a fault", () => {
    const draft = draftOf(definition);
    expect(definitionOf(draft)).toEqual(definition);
    expect(faultsOf(draft)).toEqual([]);
  });

  test("its copy is a valid model of its own", () => {
    const copy = definitionOf(copyOf(definition, { fr: "Notre règlement", en: "Our rules" }));
    const { aliases: _, $schema: __, ...same } = definition;
    expect(copy).toEqual({ ...same, id: "notre-reglement", title: { fr: "Notre règlement", en: "Our rules" } });
    expect(compileModel(validateModel(copy)).tables.size).toBe(Object.keys(definition.tables).length);
  });
});

test("a new model lacks only its title and identifier", () => {
  const draft = newDraft("ZONES");
  const faults = faultsOf(draft);
  // In the order of the form: the identifier follows the title.
  expect(faults.map(({ where }) => where)).toEqual(["title", "id"]);
  expect(faults.map(({ reason }) => reason)).toEqual(["missing", "missing"]);
  expect(faults.filter(isLive)).toEqual([]);
  const named = { ...draft, rest: { ...draft.rest, id: "zones", title: { fr: "Zones", en: "" } } };
  const model = validateModel(definitionOf(named));
  expect(model.title).toEqual({ fr: "Zones", en: "Zones" });
  expect(compileModel(model).tables.get("ZONES")?.fields).toEqual([]);
});

test("emptied texts are not sent; parameters of coded rules are not changed", () => {
  const { rest, ...parts } = newDraft("T");
  const extras = [{ rule: "cnig-idurba", params: { words: { fr: "", en: "x" } } }];
  const draft = { ...parts, rest: { ...rest, id: "t", title: { fr: "T", en: "T" }, description: { fr: "", en: " " }, extras } };
  expect(definitionOf(draft)).not.toHaveProperty("description");
  expect(definitionOf(draft)).toHaveProperty("extras", extras);
});

test("a layer of the community becomes a valid model", () => {
  const draft = draftFromLayer({
    ...({} as Parameters<typeof draftFromLayer>[0]),
    name: "zones_u",
    title: "Zones d’urbanisme",
    geometry: "polygon",
    takesParts: true,
    fields: [
      { name: "LIBELLE", column: "libelle", type: "text", label: "Libellé", rule: { isRequired: true, pattern: "U[a-z]?" } },
      { name: "SURFACE", column: "surface", type: "double", rule: { min: 0 } },
      { name: "TYPE", column: "type", type: "text", rule: { values: [{ value: "U" }, { value: 2 }] } },
    ],
  });
  const model = compileModel(validateModel(definitionOf(draft)));
  expect(model.model.id).toBe("zones-d-urbanisme");
  expect(model.tables.get("zones_u")).toEqual({
    geometry: { type: "multipolygon", required: true },
    fields: [
      { name: "LIBELLE", type: "string", title: { fr: "Libellé", en: "Libellé" }, required: true, pattern: "U[a-z]?" },
      { name: "SURFACE", type: "double", minimum: 0 },
      { name: "TYPE", type: "string", values: ["U", "2"] },
    ],
  });
});

test("parts that the form does not show are named", () => {
  const plu = shipped.find(({ id }) => id === "cnig-plu-2017");
  const kinds = keptParts(draftOf(plu)).map(({ kind }) => kind);
  expect(kinds).toContain("extra");
  expect(kinds).toContain("key");
  expect(keptParts(newDraft("T"))).toEqual([]);
});

test("duplicate names and broken references are reported while the person types", () => {
  const { rest, ...parts } = newDraft("ZONE");
  const fields = [
    { name: "ID", type: "string" as const },
    { name: "ID", type: "string" as const },
    { name: "TYPE", type: "string" as const, codeList: { list: "types" } },
  ];
  const draft = { ...parts, rest: { ...rest, id: "z", title: { fr: "Z", en: "Z" } }, tables: [{ name: "ZONE", part: { fields } }] };
  expect(faultsOf(draft)).toEqual([
    { where: "tables.ZONE.fields.ID.name", reason: "twice", name: "ID" },
    { where: "tables.ZONE.fields.TYPE", reason: "no-code-list", name: "types" },
  ]);
});

test.each([
  ["Règles d’Urbanisme 2026", "regles-d-urbanisme-2026"],
  ["  –  ", ""],
])("the identifier of “%s” is “%s”", (title, key) => expect(keyFrom(title)).toBe(key));

test("finds a free name; sets or removes a part", () => {
  expect(freeName("ZONE", ["ZONE", "ZONE_2"])).toBe("ZONE_3");
  const object: { a: number; b?: string | undefined } = { a: 1, b: "x" };
  expect(withPart(object, "b", "y")).toEqual({ a: 1, b: "y" });
  expect(Object.keys(withPart(object, "b", ""))).toEqual(["a"]);
});
