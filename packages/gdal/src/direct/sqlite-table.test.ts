import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { seededRandom } from "@archipel/geo/seeded-random.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { LeftToGdal } from "./left-to-gdal.ts";
import { scanTable } from "./sqlite-table.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-sqlite-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** A table of numbers and texts, with the records that SQLite reads from it. */
function makeTable(path: string) {
  const database = new DatabaseSync(path);
  database.exec("PRAGMA page_size = 512; CREATE TABLE t (id INTEGER PRIMARY KEY, n, text); BEGIN");
  const insert = database.prepare("INSERT INTO t VALUES (?, ?, ?)");
  const numbers = [0, 1, -1, 127, -128, 32_767, -32_768, 8_388_607, -8_388_608, 2 ** 31 - 1, -(2 ** 31), 2 ** 47 - 1, -(2 ** 47)];
  const more = [2 ** 53 - 1, -(2 ** 53 - 1), 0.1, -1e300, 5e-324];
  for (const [id, n] of [...numbers, ...more].entries()) insert.run(id * 1000 + 1, n, "x".repeat(id * 150));
  database.exec("COMMIT");
  const rows = database.prepare("SELECT id, n, text FROM t").all();
  const root = Number(database.prepare("SELECT rootpage FROM sqlite_schema").get()?.rootpage);
  database.close();
  return { root, rows };
}

function scan(path: string, size: number, root: number) {
  const found: { id: number; n: number; text: string }[] = [];
  const descriptor = openSync(path, "r");
  try {
    scanTable(descriptor, size, root, (record) => {
      const text = record.isText(2) ? record.bytes.toString("utf8", record.start(2), record.end(2)) : "";
      found.push({ id: record.key, n: record.number(1), text });
    });
  } finally {
    closeSync(descriptor);
  }
  return found;
}

test("numbers of all widths and texts over several pages are those that SQLite reads", async () => {
  const path = join(directory, "whole");
  const { root, rows } = makeTable(path);
  expect(scan(path, (await readFile(path)).length, root)).toEqual(rows);
});

test("a damaged or shortened file is refused or read, and never more than that", async () => {
  const path = join(directory, "damaged");
  const { root } = makeTable(path);
  const whole = await readFile(path);
  const next = seededRandom(7);
  let refused = 0;
  for (let time = 0; time < 200; time++) {
    const bytes = Buffer.from(whole.subarray(0, time % 4 === 0 ? Math.floor(next() * whole.length) : whole.length));
    for (let change = 0; change < 6; change++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    await writeFile(path, bytes);
    try {
      scan(path, bytes.length, root);
    } catch (error) {
      // RangeError: the reader of the package leaves such a file to GDAL too.
      expect(error instanceof LeftToGdal || error instanceof RangeError).toBe(true);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(50);
});

test("pages that lead in a circle are refused", async () => {
  const path = join(directory, "circle");
  const { root } = makeTable(path);
  const bytes = await readFile(path);
  // The last page below the root is the root itself.
  bytes.writeUInt32BE(root, (root - 1) * 512 + 8);
  await writeFile(path, bytes);
  expect(() => scan(path, bytes.length, root)).toThrow(LeftToGdal);
});
