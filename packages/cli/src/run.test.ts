import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Out } from "./out.ts";
import { progressLine, progressText } from "./progress.ts";
import { run } from "./run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-cli-"));
  await writeFile(join(folder, "arbres.csv"), "ID,ESPECE,PLANTE_LE,lon,lat\nA1,QUE,2020-01-01,2,48\nA2,SAPIN,,2.1,48\nA2,FAG,,2.2,48\n");
  await writeFile(join(folder, "arbres-bons.csv"), "ID,ESPECE,PLANTE_LE,lon,lat\nA1,QUE,2020-01-01,2,48\n");
  await writeFile(join(folder, "arbres.geojson"), '{"type":"FeatureCollection","features":[{"type"');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A pipe that remembers: no terminal. */
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

async function archipel(...args: string[]) {
  const [out, err] = [memory(), memory()];
  const code = await run(args, { out: out.stream, err: err.stream });
  return { code, out: out.text(), err: err.text() };
}

describe("archipel check", () => {
  const model = ["--model", "example-trees"];

  test("tells each finding in a sentence, the verdict beside, and ends with 1", async () => {
    const { code, out, err } = await archipel("check", join(folder, "arbres.csv"), ...model, "--lang", "en");
    expect(code).toBe(1);
    expect(out).toContain("ATTRIBUTE_UNEXPECTED_VALUE – arbres.csv #2 ESPECE");
    expect(out).toContain("ATTRIBUTE_NOT_UNIQUE");
    expect(err).toContain("The check ran to its end.\nThe data do not conform to the model example-trees.");
  });

  test("data that conform end with 0, also when only warned of", async () => {
    const { code, err } = await archipel("check", join(folder, "arbres-bons.csv"), ...model, "--lang", "fr");
    expect(err).toContain("Les données sont conformes au modèle example-trees.");
    expect(code).toBe(0);
  });

  test("JSONL and CSV carry the national validator's columns", async () => {
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

  test("a file that cannot be read is never called conform", async () => {
    const { code, err } = await archipel("check", join(folder, "arbres.geojson"), ...model, "--lang", "en");
    expect(code).not.toBe(0);
    expect(err).not.toContain("The data conform");
  });

  test.each([
    [["check"], "name one file"],
    [["check", "nowhere.zip", "--model", "example-trees"], "no such file"],
    [["check", "arbres.csv"], "--model is needed"],
    [["check", "arbres.csv", "--model", "cnig-plu-1999"], "cnig-plu-1999"],
    [["check", "arbres.csv", "--model", "example-trees", "--format", "xml"], "jsonl or csv"],
    [["check", "arbres.csv", "--model", "example-trees", "--quick"], "--quick"],
    [["check", "arbres.csv", "--model", "example-trees", "--limit", "many"], "whole number"],
    [["chekc"], "no command chekc"],
  ])("%j is not understood: ends with 2, says what, writes no result", async (args, said) => {
    const named = args.map((arg) => (arg === "arbres.csv" ? join(folder, arg) : arg));
    const { code, out, err } = await archipel(...named);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });

  test("--help shows options, exit codes and examples, also without a file", async () => {
    const { code, out } = await archipel("check", "--help");
    expect(code).toBe(0);
    for (const word of ["--flat", "--format", "Ends with", "Examples"]) expect(out).toContain(word);
  });
});

test("models lists every model that ships", async () => {
  const { code, out } = await archipel("models");
  expect(code).toBe(0);
  expect(out).toMatch(/^cnig-plu-2017 +CNIG PLU 2017.*\(cnig_PLU_2017\)$/m);
});

describe("progress", () => {
  test("is a bar on a terminal, plain lines in a pipe, and goes away at the end", () => {
    expect(progressText("zones", 5_000, 10_000, true)).toBe("[████████████            ]  50 %  zones  5,000 / 10,000");
    expect(progressText("zones", 5_000, 10_000, false)).toBe(" 50 %  zones  5,000 / 10,000");
    expect(progressText("zones", 5, null, true)).toBe("zones  5");
    let now = 0;
    const terminal = memory(true);
    const line = progressLine(terminal.stream, () => now);
    line.tell("a", 1, 2);
    expect(terminal.text()).toBe("");
    now = 200;
    line.tell("a", 1, 2);
    line.end();
    const wipe = "\r\u001B[K";
    expect(terminal.text()).toBe(`${wipe}${progressText("a", 1, 2, true)}${wipe}`);
    const pipe = memory();
    const lines = progressLine(pipe.stream, () => now);
    now = 6_000;
    lines.tell("a", 1, 2);
    lines.end();
    expect(pipe.text()).toBe(" 50 %  a  1 / 2\n");
  });
});
