import { compileModel } from "@archipel/validation/model/compile.ts";
import { validateModel } from "@archipel/validation/model/validate.ts";
import { expect, test } from "vitest";
import { definitionOf, draftOf } from "./draft.ts";
import { renameField, renameList, renameTable } from "./rename.ts";

const definition = {
  format: "archipel-model/1",
  id: "trees",
  title: { fr: "Arbres", en: "Trees" },
  files: [
    { name: "PARK", kind: "table", path: "PARK", presence: "required", table: "PARK" },
    { name: "ALL", kind: "tables", path: "ALL", presence: "optional", tables: [{ name: "P", table: "PARK", presence: "required" }] },
  ],
  tables: {
    TREE: {
      fields: [
        { name: "PARK", type: "string", reference: { table: "PARK", field: "ID" } },
        { name: "KIND", type: "string", codeList: { list: "kinds" } },
        { name: "SIZE", type: "double" },
      ],
      geometry: {
        type: "point",
        inside: [{ table: "PARK", match: { field: "PARK", equals: "ID" } }],
        noOverlap: [{ with: ["PARK"], same: ["KIND"] }],
      },
      conditions: [
        {
          name: "c",
          when: { all: [{ field: "KIND", in: ["a"] }, { not: { field: "KIND", is: "empty" } }] },
          must: { any: [{ field: "SIZE", above: { field: "SIZE" } }] },
          message: { fr: "x", en: "x" },
          field: "KIND",
        },
      ],
      foreignKeys: [
        { fields: ["PARK"], to: { table: "PARK", fields: ["ID"] } },
        { fields: ["KIND"], to: { codeList: "kinds", columns: ["code"] } },
      ],
    },
    PARK: { fields: [{ name: "ID", type: "string" }], geometry: { type: "polygon", partitionOf: [{ table: "TREE" }] } },
  },
  codeLists: { kinds: { columns: ["code"], rows: [["a"]] } },
};
const draft = draftOf(definition);
const usable = (changed: typeof draft) => compileModel(validateModel(definitionOf(changed))).model;
/** The number of references that still use the old name. */
const left = (changed: typeof draft, name: string) => JSON.stringify(definitionOf(changed)).split(`"${name}"`).length - 1;

test("references to a table follow its new name", () => {
  const changed = renameTable(draft, 1, "GARDEN");
  usable(changed);
  expect(changed.rest.files[0]).toMatchObject({ name: "GARDEN", table: "GARDEN", path: "PARK" });
});

test("references to a field follow its new name, in its table and in others", () => {
  const other = renameField(draft, 1, 0, "CODE");
  usable(other);
  expect(left(other, "ID")).toBe(0);
  const own = renameField(renameField(draft, 0, 1, "TYPE"), 0, 2, "HEIGHT");
  usable(own);
  expect(left(own, "KIND") + left(own, "SIZE")).toBe(0);
});

test("fields follow the new name of their code list", () => {
  const changed = renameList(draft, 0, "species");
  usable(changed);
  expect(left(changed, "kinds")).toBe(0);
});

test("references do not follow to a name that is taken", () => {
  const changed = renameTable(draft, 0, "PARK");
  expect(changed.tables.map(({ name }) => name)).toEqual(["PARK", "PARK"]);
  expect(changed.rest).toEqual(draft.rest);
  const back = renameTable(changed, 0, "OAK");
  expect(back.rest).toEqual(draft.rest);
});
