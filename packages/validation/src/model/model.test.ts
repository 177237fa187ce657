import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileModel, lastPart } from "./compile.ts";
import { generatedFolder, loadModel, parseModel, shippedModelIds } from "./load.ts";
import { modelJsonSchema } from "./model.ts";

const ids = await shippedModelIds();

describe("the format of models", () => {
  test("the shipped JSON Schema equals the one from the code", async () => {
    const shipped: unknown = JSON.parse(await readFile(join(generatedFolder, "model.schema.json"), "utf8"));
    expect(shipped).toEqual(JSON.parse(JSON.stringify(modelJsonSchema())));
  });

  test.each(ids)("%s is a valid model with the id of its file, and every name in it can be resolved", async (id) => {
    const model = await loadModel(id);
    expect(model.id).toBe(id);
    expect(() => compileModel(model)).not.toThrow();
  });

  test("an error gives the place of the fault", async () => {
    const model = await loadModel("example-trees");
    expect(() => parseModel({ ...model, files: [{ ...model.files[0], path: "(" }] })).toThrow(/files\.0\.path/);
    expect(() => parseModel({ ...model, colour: "red" })).toThrow(/colour/);
    expect(() => compileModel({ ...model, tables: {} })).toThrow(/no table ARBRES/);
    expect(() => compileModel({ ...model, codeLists: {} })).toThrow(/no code list especes/);
  });

  test("a file's name is the part of its path after the last slash outside brackets", () => {
    expect(lastPart("Pieces_ecrites/(a|b/c)/[^\\/]*_reglement")).toBe("[^\\/]*_reglement");
    expect(lastPart("[^/]*")).toBe("[^/]*");
  });
});

test("the example in the documentation is a valid model", async () => {
  const page = await readFile(join(import.meta.dirname, "../../../../docs/integrators/validation-models.md"), "utf8");
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1];
  const model = parseModel(JSON.parse(example ?? ""));
  expect([...compileModel(model).tables.keys()]).toEqual(["TREE", "PARK"]);
});
