import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const sources = path.join(import.meta.dirname, "..");

it("no page counts a relative time from a moment of its own: server and browser would draw different words", () => {
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(500);
  const wrong = files.filter((file) => /formatAgo\([^;]*new Date\(\)/.test(readFileSync(path.join(sources, file), "utf8")));
  expect(wrong).toEqual([]);
});
