import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { loadedMapLibre, VERSION } from "./load-maplibre.ts";

test("the address names the version of the library that is installed", () => {
  const folder = path.dirname(path.dirname(fileURLToPath(import.meta.resolve("maplibre-gl"))));
  expect(VERSION).toBe(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")).version);
});

test("code that needs a map's library before there is a map gets an error that says it", () => {
  expect(loadedMapLibre).toThrow("not loaded yet");
});
