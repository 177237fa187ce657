import { randomInt } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { checkFile } from "./check-file.ts";
import { openCompact, signCompact } from "./compact.ts";
import { type KeySet, newKeyPair, type Signer } from "./keys.ts";
import { type FileKind, signFile } from "./signed-file.ts";
import { sampleContents as contents, MADE_AT, sampleStatement as said, sampleKey } from "./testing/signed-sample.ts";

let signer: Signer;
let keys: KeySet;
const files = {} as Record<FileKind, Uint8Array>;

beforeAll(async () => {
  const key = await sampleKey();
  keys = { keys: [key.published] };
  ({ signer } = key);
  for (const kind of ["json", "pdf"] as const) files[kind] = await signFile(kind, Buffer.from(contents[kind]), said, signer);
});

describe.each(["json", "pdf"] as const)("a signed file (%s)", (kind) => {
  test("is good without the platform, and says where, when, and from which data and rules", async () => {
    expect(await checkFile(files[kind], keys)).toMatchObject({
      isGood: true,
      said: { ...said, file: { bytes: Buffer.byteLength(contents[kind]) } },
    });
  });

  test("stays a file of its kind", () => {
    const text = Buffer.from(files[kind]).toString();
    if (kind === "json") expect(JSON.parse(text)).toMatchObject(JSON.parse(contents.json));
    else expect(text.slice(-40)).toMatch(/\nstartxref\n52\n%%EOF\n$/);
  });

  test("is refused after any of five thousand changes", async () => {
    const accepted: string[] = [];
    for (let turn = 0; turn < 5_000; turn++) {
      const { name, file } = mutated(files[kind]);
      if (!Buffer.from(file).equals(files[kind]) && (await checkFile(file, keys)).isGood) accepted.push(name);
    }
    expect(accepted).toEqual([]);
  });

  test("is refused with the signature of another file, without one, and with a second one", async () => {
    const other = await signFile(kind, Buffer.from(contents[kind].replace("a", "b")), said, signer);
    const mark = kind === "json" ? ',"signature":"' : "\n%archipel-answer ";
    const [body, end] = [Buffer.from(files[kind]).toString().split(mark)[0], Buffer.from(other).toString().split(mark)[1]];
    expect(await checkFile(Buffer.from(`${body}${mark}${end}`), keys)).toEqual({ isGood: false, problem: "changed" });
    expect(await checkFile(Buffer.from(contents[kind]), keys)).toEqual({ isGood: false, problem: "unsigned" });
    expect((await checkFile(Buffer.from(`${body}${mark}${end}${mark}${end}`), keys)).isGood).toBe(false);
    expect(await checkFile(new Uint8Array(), keys)).toEqual({ isGood: false, problem: "unsigned" });
  });

  test("is refused by keys that did not sign it, and by a key that had been replaced", async () => {
    const stranger = await newKeyPair(MADE_AT);
    expect(await checkFile(files[kind], { keys: [stranger.published] })).toEqual({ isGood: false, problem: "unknown-key" });
    const impostor = { ...stranger.published, kid: signer.kid };
    expect(await checkFile(files[kind], { keys: [impostor] })).toEqual({ isGood: false, problem: "changed" });
    const ended = (exp: number) => ({ keys: keys.keys.map((key) => ({ ...key, exp })) });
    expect(await checkFile(files[kind], ended(said.iat))).toMatchObject({ isGood: true });
    expect(await checkFile(files[kind], ended(said.iat - 1))).toEqual({ isGood: false, problem: "later" });
  });
});

test("the same content and key give the same signature, and only one text of it is read", async () => {
  const jws = await signCompact(Buffer.from("a place"), signer);
  expect(await signCompact(Buffer.from("a place"), signer)).toBe(jws);
  expect(Buffer.from((await openCompact(jws, keys)).content).toString()).toBe("a place");
  const twin = jws.slice(0, -1) + LETTERS[LETTERS.indexOf(jws.at(-1) ?? "") ^ 1];
  await expect(openCompact(twin, keys)).rejects.toMatchObject({ problem: "unreadable" });
  await expect(openCompact(`${jws}=`, keys)).rejects.toMatchObject({ problem: "unreadable" });
});

test("a signature without an algorithm, or with another, is refused", async () => {
  const [, content = "", signature = ""] = (await signCompact(Buffer.from("a place"), signer)).split(".");
  for (const alg of ["none", "HS256", "ES256", "Ed25519"]) {
    const header = Buffer.from(JSON.stringify({ alg, kid: signer.kid })).toString("base64url");
    for (const end of [signature, ""])
      await expect(openCompact(`${header}.${content}.${end}`, keys)).rejects.toMatchObject({ name: "Error" });
  }
});

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** A file with one byte changed, left out, or added, cut, with two parts exchanged, or with one part twice. */
function mutated(file: Uint8Array): { name: string; file: Uint8Array } {
  const at = randomInt(file.length);
  const to = at + randomInt(file.length - at + 1);
  const [before, part, after] = [file.slice(0, at), file.slice(at, to), file.slice(to)];
  const byte = Uint8Array.of(randomInt(256));
  const ways: Record<string, readonly Uint8Array[]> = {
    changed: [before, byte, file.slice(at + 1)],
    "a bit": [before, Uint8Array.of((file[at] ?? 0) ^ (1 << randomInt(8))), file.slice(at + 1)],
    added: [before, byte, file.slice(at)],
    "without it": [before, file.slice(at + 1)],
    cut: [before],
    "without a part": [before, after],
    exchanged: [part, before, after],
    twice: [before, part, part, after],
  };
  const [name = "", parts = []] = Object.entries(ways)[randomInt(8)] ?? [];
  return { name: `${name} at ${at} to ${to}`, file: Buffer.concat(parts) };
}
