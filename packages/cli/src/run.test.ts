// @long
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildXlsx } from "@archipel/gdal/testing/workbook-builder.ts";
import { buildZip } from "@archipel/gdal/testing/zip-builder.ts";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Out } from "./out.ts";
import { progressLine, progressText } from "./progress.ts";
import { run } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-cli-"));
  await writeFile(join(folder, "arbres.csv"), "ID,ESPECE,PLANTE_LE,lon,lat\nA1,QUE,2020-01-01,2,48\nA2,SAPIN,,2.1,48\nA2,FAG,,2.2,48\n");
  await writeFile(join(folder, "arbres-bons.csv"), "ID,ESPECE,PLANTE_LE,lon,lat\nA1,QUE,2020-01-01,2,48\n");
  await writeFile(join(folder, "modele.json"), '{"format":"archipel-model/1","id":"x","title":{"fr":"x","en":"x"}}');
  await writeFile(join(folder, "arbres.geojson"), '{"type":"FeatureCollection","features":[{"type"');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A stream in memory; not a terminal unless asked. */
function memory(isTTY = false) {
  let text = "";
  const stream: Out = {
    isTTY,
    write(part) {
      text += part;
      return true;
    },
  };
  return { stream, text: () => text };
}

test("the command starts with the Node of the system, which may be older than the packaged one", () => {
  const bin = join(import.meta.dirname, "../bin/archipel.mjs");
  const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}` };
  expect(execFileSync(bin, ["--help"], { encoding: "utf8", env })).toContain("checks a delivery against a model");
});

async function archipel(...args: string[]) {
  const [out, err] = [memory(), memory()];
  const code = await run(args, { out: out.stream, err: err.stream });
  return { code, out: out.text(), err: err.text() };
}

describe("archipel check", () => {
  const model = ["--model", "example-trees"];

  test("writes each finding as a sentence to out and the verdict to err, and exits with 1", async () => {
    const { code, out, err } = await archipel("check", join(folder, "arbres.csv"), ...model, "--lang", "en");
    expect(code).toBe(1);
    expect(out).toContain("ATTRIBUTE_UNEXPECTED_VALUE – arbres.csv #2 ESPECE");
    expect(out).toContain("ATTRIBUTE_NOT_UNIQUE");
    expect(err).toContain("The check ran to its end.\nThe data do not conform to the model example-trees.");
  });

  test("exits with 0 when the data conform, even with warnings", async () => {
    const { code, err } = await archipel("check", join(folder, "arbres-bons.csv"), ...model, "--lang", "fr");
    expect(err).toContain("Les données sont conformes au modèle example-trees.");
    expect(code).toBe(0);
  });

  test("JSONL and CSV have the national validator's columns", async () => {
    const jsonl = await archipel("check", join(folder, "arbres.csv"), ...model, "--format", "jsonl");
    const lines = jsonl.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.find((line) => line.code === "ATTRIBUTE_UNEXPECTED_VALUE")).toMatchObject({
      level: "ERROR",
      attribute: "ESPECE",
      id: "2",
      documentModel: "example-trees",
    });
    const csv = await archipel("check", join(folder, "arbres.csv"), ...model, "--format", "csv");
    expect(csv.out.split("\r\n")[0]).toBe(
      "code,level,message,standard,fileModel,attribute,file,id,feat_bbox,WKT,feat_id,xsd_code,xsd_msg,xsd_path",
    );
    expect(csv.out.trim().split("\r\n").length).toBe(lines.length + 1);
  });

  test("limits on geometries and the national profile are options", async () => {
    const parcel = {
      type: "Polygon",
      coordinates: [
        [
          [1, 47],
          [1, 47.01],
          [1.01, 47.01],
          [1.01, 47],
          [1, 47],
        ],
      ],
    };
    const feature = { type: "Feature", properties: { K: "a" }, geometry: parcel };
    await writeFile(join(folder, "parcelles.geojson"), JSON.stringify({ type: "FeatureCollection", features: [feature] }));
    const table = { fields: [{ name: "K", type: "string" }], geometry: { type: "multipolygon" } };
    const files = [{ name: "P", kind: "table", path: "parcelles", presence: "optional", table: "P" }];
    const title = { fr: "Parcelles", en: "Parcels" };
    await writeFile(
      join(folder, "parcelles.json"),
      JSON.stringify({ format: "archipel-model/1", id: "p", title, files, tables: { P: table } }),
    );
    const check = (...more: string[]) =>
      archipel("check", join(folder, "parcelles.geojson"), "--model", join(folder, "parcelles.json"), "--lang", "en", ...more);
    expect(await check("--complexity-warning", "vertices=5,rings=1", "--profile", "national")).toMatchObject({ code: 0, out: "" });
    expect((await check("--complexity-warning", "vertices=4")).out).toContain("CNIG_GEOMETRY_COMPLEXITY_WARNING");
    const { code, out } = await check("--complexity-warning", "vertices=4", "--complexity-error", "vertices=4.5");
    expect([code, out]).toEqual([1, expect.stringContaining("CNIG_GEOMETRY_COMPLEXITY_ERROR")]);
  });

  test("never says that a file conforms when it cannot be read", async () => {
    const { code, err } = await archipel("check", join(folder, "arbres.geojson"), ...model, "--lang", "en");
    expect(code).not.toBe(0);
    expect(err).not.toContain("The data conform");
    await writeFile(join(folder, "casse.zip"), buildZip([{ name: "arbres.csv", content: Buffer.from("x"), claimedSize: 4_000_000_000 }]));
    const broken = await archipel("check", join(folder, "casse.zip"), ...model, "--lang", "fr");
    expect(broken).toMatchObject({ code: 3, err: expect.stringContaining("casse.zip: Cette archive n’a pas pu être ouverte") });
  });

  test("a format without a reader is named, with the words of the server", async () => {
    await writeFile(join(folder, "plan.dwg"), Buffer.from("AC1027\0\0\0\0"));
    await writeFile(join(folder, "ancien.xls"), Buffer.from("d0cf11e0a1b11ae10000", "hex"));
    const drawing = await archipel("check", join(folder, "plan.dwg"), ...model, "--lang", "en");
    expect(drawing).toMatchObject({
      code: 3,
      out: "",
      err: expect.stringContaining("plan.dwg: This format is not supported: AutoCAD drawing (.dwg). Export"),
    });
    const older = await archipel("check", join(folder, "ancien.xls"), ...model, "--lang", "fr");
    expect(older).toMatchObject({ code: 3, err: expect.stringMatching(/pris en charge\s: Excel 97–2003 \(\.xls\)\. Exportez/) });
  });

  test("a workbook is checked as a CSV is", async () => {
    const rows = [
      ["ID", "ESPECE", "PLANTE_LE", "lon", "lat"],
      ["A1", "QUE", "2020-01-01", 2, 48],
      ["A2", "SAPIN", null, 2.1, 48],
    ];
    await writeFile(join(folder, "arbres.xlsx"), buildXlsx({ Feuil1: rows }));
    const { code, out, err } = await archipel("check", join(folder, "arbres.xlsx"), ...model, "--lang", "en");
    expect([code, out, err]).toEqual([1, expect.stringContaining("ATTRIBUTE_UNEXPECTED_VALUE – arbres.xlsx #2 ESPECE"), expect.anything()]);
  });

  test.each([
    [["check"], "archipel check FILE --model ID"],
    [["check", "nowhere.zip", "--model", "example-trees"], "file or folder not found"],
    [["check", "arbres.csv"], "--model is needed"],
    [["check", "arbres.csv", "--model", "cnig-plu-1999"], "cnig-plu-1999"],
    [["check", "arbres.csv", "--model", "example-trees", "--format", "xml"], "there is no xml; choose one of text, jsonl, csv"],
    [["check", "arbres.csv", "--model", "example-trees", "--quick"], "no option --quick"],
    [["check", "arbres.csv", "--model", "example-trees", "--limit", "many"], "whole number"],
    [["check", "arbres.csv", "--model", "example-trees", "--complexity-error", "corners=5"], "vertices=5000,rings=500"],
    [["check", "arbres.csv", "--model", "example-trees", "--complexity-warning", "vertices=0"], "not vertices=0"],
    [["check", "arbres.csv", "--model", "example-trees", "--profile", "local"], "there is no local; choose one of standard, national"],
    [["check", "arbres.csv", "--model"], "a value is missing after --model"],
    [["check", "arbres.csv", "--model", "example-trees", "--flat=yes"], "--flat takes no value"],
    [["check", "arbres.csv", "--model", "modele.json"], "modele.json: In the model, “files” is missing"],
    [["check", "--lang", "de"], "--lang: there is no de; choose one of fr, en"],
    [["models", "all"], "archipel models"],
    [["chekc", "--help"], "no command chekc"],
  ])("%j is refused: exits with 2, names the mistake, writes no result", async (args, said) => {
    const named = args.map((arg) => (arg === "arbres.csv" || arg === "modele.json" ? join(folder, arg) : arg));
    const { code, out, err } = await archipel(...named);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });
});

describe("archipel repair", () => {
  const model = ["--model", "example-trees", "--lang", "en"];

  test("repairs what can be repaired automatically, lists what is left, and writes a file that can be checked again", async () => {
    const file = join(folder, "arbres-a-reparer.csv");
    await writeFile(file, "ID,ESPECE,PLANTE_LE,lon,lat\nA1,que,01/02/2020,2,48\nA2,SAPIN,,2.1,48\n");
    const target = join(folder, "arbres-repare.gpkg");
    const before = await readFile(file, "utf8");
    const { code, out, err } = await archipel("repair", file, ...model, "--out", target);
    expect(out).toContain("1 value replaced by that of the list");
    expect(out).toMatch(/Left to do:\nERROR +ATTRIBUTE_UNEXPECTED_VALUE – arbres-a-reparer\.csv #2 ESPECE/);
    expect(err).toContain("The data do not conform to the model example-trees.");
    expect(code).toBe(1);
    expect(await readFile(file, "utf8")).toBe(before);
    const again = await archipel("check", target, ...model, "--format", "jsonl");
    const errors = again.out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ level }) => level === "ERROR");
    expect(errors).toMatchObject([{ code: "ATTRIBUTE_UNEXPECTED_VALUE", id: "2" }]);
  });

  test("--dry-run writes nothing; --only does no other repair", async () => {
    const file = join(folder, "arbres-a-essayer.csv");
    await writeFile(file, "ID,ESPECE,PLANTE_LE,lon,lat\nA1,que,2020-01-01,2,48\n");
    const dry = await archipel("repair", file, ...model, "--dry-run");
    expect(dry).toMatchObject({ code: 0, out: expect.stringContaining("Would be repaired:") });
    const target = join(folder, "arbres-rien.zip");
    const other = await archipel("repair", file, ...model, "--only", "ATTRIBUTE_NOT_UNIQUE", "--out", target);
    expect(other).toMatchObject({ code: 1, out: expect.stringContaining("Nothing can be repaired automatically.") });
    for (const word of ["fill-from-code-list", "ATTRIBUTE_UNEXPECTED_VALUE"]) {
      const chosen = await archipel("repair", file, ...model, "--only", `trim,${word}`, "--dry-run");
      expect(chosen).toMatchObject({ code: 0, out: expect.stringContaining("1 value replaced by that of the list") });
    }
  });

  test.each([
    [["--out", "x.txt"], "--out is a .zip"],
    [[], "--out is needed"],
    [["--dry-run", "--only", "NO_SUCH"], "NO_SUCH is neither a repair nor a code"],
    [["--dry-run", "--format", "json"], "--format works only on a server"],
    [["--server", "--out", "x.zip"], "--out works only on this machine"],
  ])("%j is refused", async (args, said) => {
    const { code, err } = await archipel("repair", join(folder, "arbres.csv"), ...model, ...args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(said) });
  });
});

test("models lists every model that ships", async () => {
  const { code, out } = await archipel("models");
  expect(code).toBe(0);
  expect(out).toMatch(/^cnig-plu-2017 +CNIG PLU 2017.*\(cnig_PLU_2017\)$/m);
});

describe("the language of messages", () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    [{ LC_ALL: "", LC_MESSAGES: "fr_FR.UTF-8", LANG: "en_US.UTF-8" }, [], "il n’y a pas d’option --vite"],
    [{ LC_ALL: "C", LC_MESSAGES: "fr_FR.UTF-8", LANG: "fr_FR.UTF-8" }, [], "there is no option --vite"],
    [{ LC_ALL: "", LC_MESSAGES: "", LANG: "fr" }, [], "il n’y a pas d’option --vite"],
    [{ LC_ALL: "fr_FR", LC_MESSAGES: "", LANG: "" }, ["--lang=en"], "there is no option --vite"],
    [{ LC_ALL: "", LC_MESSAGES: "", LANG: "" }, ["--lang", "fr"], "il n’y a pas d’option --vite"],
  ])("in a shell with %j, with the arguments %j", async (shell, args, said) => {
    for (const [name, value] of Object.entries(shell)) vi.stubEnv(name, value);
    expect(await archipel(...args, "models", "--vite")).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });

  test("machine formats are the same in both languages, except for messages", async () => {
    const asked = ["check", join(folder, "arbres.csv"), "--model", "example-trees", "--format", "jsonl"];
    const [fr, en] = [await archipel(...asked, "--lang", "fr"), await archipel(...asked, "--lang", "en")];
    const bare = (text: string) => text.replaceAll(/"message":"(?:[^"\\]|\\.)*"/g, "");
    expect(bare(fr.out)).toBe(bare(en.out));
    expect(fr.out).not.toBe(en.out);
  });
});

test("--version writes the version of the platform", async () => {
  const { version } = JSON.parse(await readFile(join(import.meta.dirname, "../package.json"), "utf8"));
  for (const option of ["--version", "-V"]) expect(await archipel(option)).toEqual({ code: 0, out: `archipel ${version}\n`, err: "" });
  expect((await archipel("--help", "--lang", "en")).out).toContain("archipel --version");
});

describe("--help", () => {
  const NAMES = ["check", "models", "repair", "upload", "publish", "update", "list", "cloud", "job", "verify", "login", "logout"];
  /** The options in a help text, with the value that each takes. */
  const flagsIn = (text: string) => [...text.matchAll(/^ {2}(--[a-z-]+)(?: (\S+))?/gm)].map(([, flag = "", value]) => ({ flag, value }));
  afterEach(() => vi.unstubAllEnvs());

  test("lists every command, in both languages", async () => {
    for (const lang of ["fr", "en"]) {
      const { code, out } = await archipel("--help", "--lang", lang);
      expect(code).toBe(0);
      expect([...out.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name)).toEqual(NAMES);
    }
    expect(await archipel("--lang", "fr")).toMatchObject({ code: 2, out: expect.stringMatching(/^Usage\u00a0: archipel COMMANDE/) });
  });

  test.each(NAMES)("of %s lists the same options in both languages; all are accepted, and examples use only these", async (name) => {
    vi.stubEnv("ARCHIPEL_URL", "");
    const [fr, en] = [await archipel(name, "--help", "--lang", "fr"), await archipel("help", name, "--lang", "en")];
    expect([fr.code, en.code]).toEqual([0, 0]);
    for (const title of ["Options", "Examples", ...(name === "models" ? [] : ["Exit codes"])]) expect(en.out).toContain(`\n${title}\n`);
    for (const title of ["Exemples", ...(name === "models" ? [] : ["Se termine par"])]) expect(fr.out).toContain(`\n${title}\n`);
    const flags = flagsIn(en.out);
    expect(flagsIn(fr.out).map(({ flag }) => flag)).toEqual(flags.map(({ flag }) => flag));
    for (const { flag, value } of flags) {
      const { err } = await archipel(name, flag, ...(value ? ["x"] : []), "--lang", flag === "--lang" ? "x" : "en");
      expect(err).not.toMatch(/no option|value is missing|takes no value/);
    }
    const examples = en.out.slice(en.out.indexOf("\nExamples\n"));
    expect(examples).toContain(`archipel ${name}`);
    const used = [...examples.matchAll(/archipel (\w+)([^|&)]*)/g)].flatMap(([, of, rest = ""]) =>
      of === name ? [...rest.matchAll(/--[a-z-]+/g)].map(([flag]) => flag) : [],
    );
    for (const flag of used) expect(flags.map((known) => known.flag)).toContain(flag);
    for (const line of `${fr.out}\n${en.out}`.split("\n")) expect(line.length).toBeLessThanOrEqual(115);
  });
});

describe("progress", () => {
  test("is a bar on a terminal that is erased at the end, and plain lines in a pipe", () => {
    expect(progressText("fr", "zones", 5_000, 10_000, false)).toBe(" 50 %  zones  5\u202f000 / 10\u202f000");
    expect(progressText("en", "zones", 5_000, 10_000, true)).toBe("[████████████            ]  50 %  zones  5,000 / 10,000");
    expect(progressText("en", "zones", 5_000, 10_000, false)).toBe(" 50 %  zones  5,000 / 10,000");
    expect(progressText("en", "zones", 5, null, true)).toBe("zones  5");
    let now = 0;
    const terminal = memory(true);
    const line = progressLine({ err: terminal.stream, locale: "en" }, () => now);
    line.update("a", 1, 2);
    expect(terminal.text()).toBe("");
    now = 200;
    line.update("a", 1, 2);
    line.end();
    const wipe = "\r\u001B[K";
    expect(terminal.text()).toBe(`${wipe}${progressText("en", "a", 1, 2, true)}${wipe}`);
    const pipe = memory();
    const lines = progressLine({ err: pipe.stream, locale: "en" }, () => now);
    now = 6_000;
    lines.update("a", 1, 2);
    lines.end();
    expect(pipe.text()).toBe(" 50 %  a  1 / 2\n");
  });
});
