import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultLimits } from "../model.ts";
import { buildZip } from "../testing/zip-builder.ts";
import { cpuSecondsFor, workAmount } from "./work-amount.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "archipel-amount-test-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("counts the entries of a zip, and those of a folder with their bytes", async () => {
  const files = Array.from({ length: 300 }, (_one, index) => ({ name: `lettres/${index}.txt`, content: Buffer.from("bonjour") }));
  const zip = buildZip(files);
  const path = join(directory, "lettres");
  await writeFile(path, zip);
  expect(workAmount(path)).toEqual({ bytes: zip.length, entries: 300 });
  await mkdir(join(directory, "dossier/a"), { recursive: true });
  await writeFile(join(directory, "dossier/a/un.txt"), "12345");
  await writeFile(join(directory, "dossier/deux.txt"), "123");
  expect(workAmount(join(directory, "dossier"))).toEqual({ bytes: 8, entries: 2 });
  await writeFile(path, "PK, dit la lettre");
  expect(workAmount(path).entries).toBe(0);
});

test("time grows with the entries of an archive, and not without end", () => {
  const seconds = (entries: number) => cpuSecondsFor({ bytes: 2 ** 20, entries }, defaultLimits);
  expect(seconds(0)).toBe(14);
  expect(seconds(5_000)).toBe(39);
  expect(seconds(Number.POSITIVE_INFINITY)).toBe(39);
});
