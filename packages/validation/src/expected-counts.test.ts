import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listContents, readEntry } from "@archipel/gdal/formats/archive.ts";
import { defaultLimits } from "@archipel/gdal/model.ts";
import type { Geometry } from "@archipel/geo/geojson.ts";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, test } from "vitest";
import type { Verdict } from "./check.ts";
import { withDelivery } from "./delivery/open.ts";
import { loadModel } from "./model/load.ts";
import type { Level } from "./model/words.ts";
import { modelOfNationalRun } from "./testing/national-run.ts";
import { runCheck } from "./testing/run-check.ts";

const folders = [
  process.env.SAMPLES,
  join(import.meta.dirname, "../../../../shared/data"),
  join(import.meta.dirname, "../../../../../shared/data"),
];
const samples = folders.find((folder) => folder && existsSync(join(folder, "plu/expected-validator-counts.csv"))) ?? "";

interface ExpectedCount {
  test: string;
  document: string;
  model: string;
  flat: string;
  conditions: string;
  emprise: string;
  kind: string;
  code_or_level: string;
  expected_count: string;
}
const expected: ExpectedCount[] = samples
  ? parse(readFileSync(join(samples, "plu/expected-validator-counts.csv")), { columns: true, bom: true })
  : [];

/** A box around Pezou (41175): the national test uses a territory that contains every geometry. */
const territory: Geometry = {
  type: "Polygon",
  coordinates: [
    [
      [1.1, 47.83],
      [1.19, 47.83],
      [1.19, 47.91],
      [1.1, 47.91],
      [1.1, 47.83],
    ],
  ],
};

/**
 * Counts that differ from the national ones on our copy of the archive. The national test ran on a folder that also contained
 * `Pieces_ecrites/3_Reglement/Thumbs.db` (it is in the validator's repository); our archive does not contain it. The next test adds the
 * file and gets every national count.
 */
const withoutThumbs: Record<string, number> = {
  "test30014_PLU_20171013 CNIG_PIECE_ECRITE_ONLY_PDF": 1,
  "test30014_PLU_20171013 ERROR": 22,
  "test30014_PLU_20171013_flatOption WARNING": 2,
};

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

/** Extracts the archive to a folder and adds a file. */
async function withFile(archive: string, name: string, extra: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), "archipel-validation-test-")), name);
  made.push(dirname(folder));
  const { files } = await listContents(archive, defaultLimits);
  for (const { path } of files) {
    const target = join(dirname(folder), path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, (await readEntry(archive, path, 1e9)) ?? "");
  }
  await writeFile(join(folder, extra), "junk of Windows");
  return folder;
}

function countOf({ counts, levels }: Verdict, { kind, code_or_level }: ExpectedCount): number {
  if (kind === "ErrorLevel") return levels[code_or_level as Level];
  return (counts as Record<string, number>)[code_or_level] ?? 0;
}

const runs = new Map<string, Promise<Verdict>>();
/** The verdict under the configuration and the options of the national run. */
function verdictOf(path: string, { model, flat, conditions, emprise }: ExpectedCount): Promise<Verdict> {
  const key = [path, model, flat, conditions, emprise].join(" ");
  const options = { flat: flat === "flat", ...(emprise ? { emprise: territory } : {}) };
  const run =
    runs.get(key) ??
    withDelivery(path, {}, async (delivery) => {
      return (await runCheck(delivery, await modelOfNationalRun(model, conditions !== ""), options)).verdict;
    });
  runs.set(key, run);
  return run;
}

/**
 * How the counts of the shipped models, which have the published facts, differ from those of the national runs. 30014: a subtype is checked by
 * its key alone, and an area occurs twice. 41175: DATECOG is a year, which the published pattern refuses. 50545: the run had no conditions, and
 * the table lists documents of other municipalities.
 */
const byPublishedFacts = {
  "30014_PLU_20171013": { ATTRIBUTE_UNEXPECTED_VALUE: -1, ATTRIBUTE_NOT_UNIQUE: 1 },
  "41175_PLU_20140603": { ATTRIBUTE_INVALID_REGEXP: 1 },
  "50545_CC_20140101": { DATABASE_CONSTRAINT_MISMATCH: 13 },
};

describe.skipIf(!samples)("the national validator's counts", () => {
  test("the file of expected counts is complete", () => expect(expected.length).toBeGreaterThan(40));

  test.each(expected)("$test $code_or_level: $expected_count", async (row) => {
    const verdict = await verdictOf(join(samples, `plu/${row.document}.zip`), row);
    expect(countOf(verdict, row)).toBe(withoutThumbs[`${row.test} ${row.code_or_level}`] ?? Number(row.expected_count));
  });

  test.each(Object.entries(byPublishedFacts))(
    "the shipped model differs on %s by the published facts alone",
    async (document, differences) => {
      const row = expected.find((one) => one.document === document && one.flat === "");
      if (!row) throw new Error(`no count of ${document}`);
      const path = join(samples, `plu/${document}.zip`);
      const [run, shipped] = await Promise.all([
        verdictOf(path, { ...row, emprise: "" }),
        withDelivery(path, {}, async (delivery) => (await runCheck(delivery, await loadModel(row.model))).verdict),
      ]);
      const counted = (code: string, { counts }: Verdict) => (counts as Record<string, number>)[code] ?? 0;
      const codes = [...new Set([run, shipped].flatMap(({ counts }) => Object.keys(counts)))];
      const found = codes.map((code): [string, number] => [code, counted(code, shipped) - counted(code, run)]);
      expect(Object.fromEntries(found.filter(([, difference]) => difference !== 0))).toEqual(differences);
    },
  );

  test("with the file that our archive lacks, every count equals the national one", async () => {
    const folder = await withFile(
      join(samples, "plu/30014_PLU_20171013.zip"),
      "30014_PLU_20171013",
      "Pieces_ecrites/3_Reglement/Thumbs.db",
    );
    for (const row of expected.filter(({ document }) => document === "30014_PLU_20171013"))
      expect([row.test, row.code_or_level, countOf(await verdictOf(folder, row), row)]).toEqual([
        row.test,
        row.code_or_level,
        Number(row.expected_count),
      ]);
  });

  test("geometries outside a territory that is too small are reported", async () => {
    const corner: Geometry = {
      type: "Polygon",
      coordinates: [
        [
          [1.1, 47.84],
          [1.14, 47.84],
          [1.14, 47.87],
          [1.1, 47.87],
          [1.1, 47.84],
        ],
      ],
    };
    const model = await loadModel("cnig-plu-2013");
    const { verdict, findings } = await withDelivery(join(samples, "plu/41175_PLU_20140603.zip"), {}, (delivery) =>
      runCheck(delivery, model, { emprise: corner }),
    );
    expect(verdict.counts.CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR).toBeGreaterThan(10);
    const outside = findings.find(({ code }) => code === "CNIG_GEOMETRY_OUTSIDE_DOCUMENT_EMPRISE_ERROR");
    expect(outside?.fileModel).not.toBe("ZONE_URBA");
    expect(outside?.bbox?.[0]).toBeCloseTo(1.15, 0);
  });
});
