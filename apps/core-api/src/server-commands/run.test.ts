import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { siteKeyOf } from "@archipel/session/client-keys.ts";
import { afterAll, expect, test } from "vitest";
import { composeCore } from "../compose.ts";
import { readEnv } from "../env.ts";
import { startSentence } from "../start-error.ts";
import { runServerCommand } from "./run.ts";

const folder = mkdtempSync(path.join(tmpdir(), "archipel-commands-"));
afterAll(() => rmSync(folder, { recursive: true }));

const secret = "a secret of the tests, of 32 characters";
const noFile = path.join(folder, "absent.env");
async function run(args: string[], settings: Record<string, string> = {}, standardFile = noFile) {
  const said = { out: "", err: "" };
  const streams = { out: { write: (text: string) => (said.out += text) }, err: { write: (text: string) => (said.err += text) } };
  const code = await runServerCommand(args, { ...streams, settings, readInput: async () => "" }, standardFile);
  return { code, ...said };
}

test("the commands are listed, and a wrong one is refused with code 2", async () => {
  const { code, out } = await run(["--help"]);
  expect(code).toBe(0);
  expect(out.match(/^ {2}[a-z-]+ /gm)?.map((name) => name.trim())).toEqual(
    expect.arrayContaining(["check", "migrate", "create-operator", "build-basemap", "site-key", "replace-answer-key"]),
  );
  expect(await run(["toString"])).toMatchObject({ code: 2, err: expect.stringContaining('no command "toString"') });
  expect(await run(["site-key", "--nonsense"])).toMatchObject({ code: 2, err: expect.stringContaining("'--nonsense'") });
  expect((await run(["migrate", "--help"])).out).toContain("Applies the migrations");
});

test("the commands start with the Node of the system, which may be older than the packaged one", () => {
  const bin = path.resolve(import.meta.dirname, "../../bin/archipel-server.mjs");
  expect(execFileSync(bin, ["--help"], { encoding: "utf8", env: { ...process.env, PATH: `/usr/bin:${process.env.PATH}` } })).toContain(
    "create-operator",
  );
});

test("settings come from the environment, then from the file of the units or that of --settings", async () => {
  const file = path.join(folder, "core.env");
  writeFileSync(file, `# a comment\nARCHIPEL_SECRET="${secret}"\nARCHIPEL_DATA=${folder}\n`);
  const key = `${siteKeyOf(secret)}\n`;
  expect(await run(["site-key"], {}, file)).toEqual({ code: 0, out: key, err: "" });
  expect((await run(["site-key", "--settings", file])).out).toBe(key);
  expect((await run([`--settings=${file}`, "site-key"], { ARCHIPEL_SECRET: "x".repeat(32) })).out).not.toBe(key);
  expect(await run(["site-key", "--settings", noFile])).toMatchObject({
    code: 1,
    err: `archipel-server: there is no file ${noFile}: correct --settings\n`,
  });
  expect(await run(["site-key", "--settings"])).toMatchObject({ code: 2 });
});

test("settings that are wrong and a database that cannot be reached are one line, without a stack", async () => {
  const closed = { DATABASE_URL: "postgresql://archipel:hidden@127.0.0.1:1/archipel", ARCHIPEL_SECRET: secret, ARCHIPEL_DATA: folder };
  for (const words of [["migrate"], ["create-operator", "--email", "a@example.org", "--name", "A"]]) {
    const { code, err } = await run(words, closed);
    expect(code).toBe(1);
    expect(err).toMatch(/^archipel-server: nothing listens at 127\.0\.0\.1:1: start PostgreSQL, .*\n$/);
    expect(err).not.toContain("hidden");
  }
  expect((await run(["migrate"], { ARCHIPEL_DATA: folder })).err).toContain("DATABASE_URL is not set");
  expect((await run(["migrate"], { ...closed, PORT: "many", UPLOADS_PER_PERSON: "0" })).err).toMatch(
    /settings are wrong: PORT \(.*\), UPLOADS_PER_PERSON \(.*\)\. .*\n$/,
  );
  const start = await composeCore(readEnv(closed), "core-api").catch((error: unknown) => error);
  expect(startSentence(start), "core-api and workers start by composeCore").toContain("nothing listens at 127.0.0.1:1");
});

test("what prevents a start is a sentence; a fault of the program keeps its stack", () => {
  const fault = (fields: object) => Object.assign(new Error("reason"), fields);
  expect(startSentence(fault({ code: "EADDRINUSE", port: 4000 }))).toContain("port 4000 is in use");
  expect(startSentence(fault({ code: "EACCES", path: "/var/lib/archipel/objects" }))).toContain("/var/lib/archipel/objects cannot be used");
  expect(startSentence(fault({ code: "ENOSPC" }))).toContain("the disk is full");
  expect(startSentence(new TypeError("x is not a function"))).toBeNull();
});

test("a basemap that the operator brought is not replaced", async () => {
  const theirs = path.join(folder, "theirs.pmtiles");
  writeFileSync(theirs, "not ours");
  const settings = { ARCHIPEL_SECRET: secret, ARCHIPEL_DATA: folder, ARCHIPEL_BASEMAP_PMTILES: theirs };
  expect(await run(["build-basemap"], settings)).toMatchObject({ code: 1, err: expect.stringContaining(`${theirs} is another basemap`) });
});
