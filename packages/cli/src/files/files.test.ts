import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { link, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listContents, readEntry } from "@archipel/gdal/formats/archive.ts";
import { defaultLimits } from "@archipel/gdal/model.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { withTilesAsFile } from "../cloud/tiles-of-folder.ts";
import { archipel } from "../testing/archipel.ts";

const HOME_BEFORE = process.cwd();
const TREES = "ID,ESPECE,PLANTE_LE,lon,lat\nA1,que,2020-01-01,2,48\n";
const POINT = { type: "Feature", properties: { ID: "A1", ESPECE: "QUE" }, geometry: { type: "Point", coordinates: [2, 48] } };
const COLLECTION = JSON.stringify({ type: "FeatureCollection", features: [POINT] });
const MODEL = ["--model", "example-trees", "--lang", "en"];

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "archipel-paths-")));
  process.chdir(folder);
  vi.stubEnv("HOME", join(folder, "chez moi"));
  await mkdir("chez moi");
  await mkdir("l'été à 50 %");
  for (const name of ["arbres.csv", "chez moi/arbres.csv", "l'été à 50 %/arbres.csv"]) await writeFile(name, TREES);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  process.chdir(HOME_BEFORE);
  await rm(folder, { recursive: true, force: true });
});

const check = (path: string) => archipel(["check", ...MODEL, "--", path]);
const leftovers = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("archipel-input-"));

describe("a path is read from the caller's folder", () => {
  test.each([
    "arbres.csv",
    "./arbres.csv",
    "chez moi/../arbres.csv",
    "arbres.csv/",
    "~/arbres.csv",
    "l'été à 50 %/arbres.csv",
    "l'été à 50 %",
    "lien/",
    "lien.csv",
  ])("%s gives what its absolute path gives", async (path) => {
    await symlink("l'été à 50 %", "lien").catch(() => {});
    await symlink("chez moi/arbres.csv", "lien.csv").catch(() => {});
    const absolute = await archipel(["check", join(folder, "arbres.csv"), ...MODEL]);
    expect(absolute.code).toBe(1);
    const { code, out } = await check(path);
    // A link has the name of the link.
    expect([code, out.replaceAll("lien.csv", "arbres.csv")].map(String)).toEqual(
      path === "lien.csv" ? [String(code), expect.stringContaining("FILE_UNEXPECTED")] : [String(absolute.code), absolute.out],
    );
  });

  test.each(["-arbres.csv", "a,*[arbres]?.csv", "arbres\\dos.csv", "arbres\"guillemet'.csv", "#arbres&amp;.csv"])(
    "%j is a name like any other",
    async (name) => {
      await link("arbres.csv", name);
      expect((await check(name)).out).toContain("ATTRIBUTE_UNEXPECTED_VALUE");
    },
  );

  test("a name that begins with a dash is taken for an option, and the message says how to write it", async () => {
    expect(await archipel(["check", "-x.csv", ...MODEL])).toMatchObject({ code: 2, err: expect.stringContaining("./-name") });
    expect((await archipel(["check", "./-arbres.csv", ...MODEL])).out).toContain("ATTRIBUTE_UNEXPECTED_VALUE");
  });

  test("the model and its code lists are found in the caller's folder too", async () => {
    const text = await readFile(join(import.meta.dirname, "../../../validation/models/example-trees.json"), "utf8");
    await writeFile("chez moi/modele.json", text.replace('"example-trees"', '"mien"'));
    for (const model of ["chez moi/modele.json", "~/modele.json"])
      expect(await archipel(["check", "arbres.csv", "--model", model, "--lang", "en"])).toMatchObject({
        code: 1,
        err: expect.stringContaining("the model mien"),
      });
  });

  test("tiles of a folder are sent as what their links lead to, and a link to nothing is refused", async () => {
    await mkdir("dalles");
    await writeFile("ailleurs.las", "LASF");
    await symlink("../ailleurs.las", "dalles/a.las");
    const sent = await withTilesAsFile("dalles", async (zip) => {
      const { files } = await listContents(zip, defaultLimits);
      return Promise.all(files.map(async ({ path }) => [path, String(await readEntry(zip, path, 100))]));
    });
    expect(sent).toEqual([["a.las", "LASF"]]);
    await symlink("nulle-part.las", "dalles/b.las");
    await expect(withTilesAsFile("dalles", async () => {})).rejects.toMatchObject({ code: "link-broken" });
  });
});

describe("standard input is a file", () => {
  test.each([
    ["GeoJSON by its content", ["-"], COLLECTION, "stdin.geojson"],
    ["a table by its content", ["-"], TREES, "stdin.csv"],
    ["a file with a name", ["-", "--name", "arbres.geojson"], COLLECTION, null],
  ])("%s", async (_, words, typed, unexpected) => {
    const { code, out } = await archipel(["check", ...words, ...MODEL], typed);
    if (unexpected) expect(out).toContain(`FILE_UNEXPECTED – ${unexpected}`);
    else expect([code, out]).toEqual([0, expect.stringContaining("arbres.geojson PLANTE_LE")]);
    expect(await leftovers()).toEqual([]);
  });

  test("a pipe of the shell is read as well", async () => {
    execFileSync("mkfifo", ["tube"]);
    const feeding = writeFile("tube", COLLECTION);
    expect(await archipel(["check", "tube", "--name", "arbres.geojson", ...MODEL])).toMatchObject({ code: 0 });
    await feeding;
    expect(await leftovers()).toEqual([]);
  });

  test("an area comes by it", async () => {
    const asked = await archipel(["cloud", "clip", "arbres.csv", "--area", "-", "--estimate", "--lang", "en"], "no JSON");
    expect(asked).toMatchObject({ code: 3, err: expect.stringContaining("arbres.csv") });
    expect(await leftovers()).toEqual([]);
  });
});

describe("a path that leads nowhere is refused with its reason", () => {
  test.each([
    ["absent.csv", "absent.csv: file or folder not found"],
    ["arbres.csv/autre.csv", "autre.csv: file or folder not found"],
    ["rompu.csv", "rompu.csv is a link to absent.csv, which leads to no file"],
    ["boucle", "boucle is a link to boucle"],
    ["", "a path is empty"],
  ])("%j", async (path, said) => {
    await symlink("absent.csv", "rompu.csv").catch(() => {});
    await symlink("boucle", "boucle").catch(() => {});
    expect(await check(path)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(said) });
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    await writeFile("secret.csv", TREES, { mode: 0 });
    expect(await check("secret.csv")).toMatchObject({ code: 2, err: expect.stringContaining("may not be read") });
  });

  test("a folder where a file is needed", async () => {
    expect(await archipel(["cloud", "info", "chez moi", "--lang", "en"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("is a folder"),
    });
  });
});

describe("a new file goes to the caller's folder, and replaces none without being asked", () => {
  const repair = (...words: string[]) => archipel(["repair", "arbres.csv", ...MODEL, ...words]);
  beforeEach(() => rm("neuf.zip", { force: true }));

  test.each(["neuf.zip", "./chez moi/neuf.zip", "~/autre.zip"])("--out=%s", async (out) => {
    expect(await repair(`--out=${out}`)).toMatchObject({ code: 0 });
    expect(readFileSync(out.replace("~", "chez moi")).subarray(0, 2).toString()).toBe("PK");
    expect((await readdir(".")).filter((name) => /part/.test(name))).toEqual([]);
  });

  test("a file that is there stays, until --overwrite says otherwise; a link is read as its file", async () => {
    await writeFile("gardé.zip", "mine");
    await symlink("gardé.zip", "neuf.zip");
    for (const out of ["gardé.zip", "neuf.zip"])
      expect(await repair("--out", out)).toMatchObject({ code: 2, err: expect.stringContaining("is there already") });
    expect(readFileSync("gardé.zip", "utf8")).toBe("mine");
    expect(await repair("--out", "neuf.zip", "--overwrite")).toMatchObject({ code: 0 });
    expect(readFileSync("gardé.zip").subarray(0, 2).toString()).toBe("PK");
  });

  test.each([
    ["absent/neuf.zip", "make it first"],
    ["dossier.zip", "is a folder"],
    ["soi.zip", "must have another name"],
  ])("--out %s is refused even with --overwrite", async (out, said) => {
    await mkdir("dossier.zip", { recursive: true });
    await symlink("arbres.csv", "soi.zip").catch(() => {});
    expect(await repair("--out", out, "--overwrite")).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(readFileSync("arbres.csv", "utf8")).toBe(TREES);
  });

  test("standard output takes no file", async () => {
    const { code, err } = await archipel(["cloud", "copc", "arbres.csv", "-", "--lang", "en"]);
    expect([code, err]).toEqual([2, expect.stringContaining("a new file needs a name")]);
  });
});
