import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signFile } from "@archipel/signatures/signed-file.ts";
import { sampleKey, sampleStatement } from "@archipel/signatures/testing/signed-sample.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { archipel } from "../testing/archipel.ts";

let folder: string;
let keys: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archipel-verify-"));
  [keys, file] = [join(folder, "keys.json"), join(folder, "answer.json")];
  const { published, signer } = await sampleKey();
  await writeFile(keys, JSON.stringify({ keys: [published] }));
  await writeFile(file, await signFile("json", Buffer.from('{"sentence":"On peut construire"}'), sampleStatement, signer));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("verify says what the platform signed, with kept keys alone", async () => {
  const { code, out, err } = await archipel(["verify", file, "--keys", keys, "--lang", "en"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Good: /);
  for (const fact of ["https://core.example", "99001", "zones 4-x", "fr-plu 2026.1"]) expect(out).toContain(fact);
});

test("verify refuses a changed file with code 1, and says what to do about missing keys, and about a file without keys", async () => {
  const changed = join(folder, "changed.json");
  await writeFile(changed, (await readFile(file, "utf8")).replace("peut", "PEUT"));
  expect(await archipel(["verify", changed, "--keys", keys, "--lang", "en"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^Not good: /),
  });
  const plain = join(folder, "plain.json");
  await writeFile(plain, "{}");
  expect(await archipel(["verify", plain, "--keys", keys, "--lang", "fr"])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^Pas bonne/),
  });
  expect(await archipel(["verify", "https://core.example/verify?r=x", "--keys", keys])).toMatchObject({ code: 1 });
  expect(await archipel(["verify", file, "--lang", "en"])).toMatchObject({ code: 2, err: expect.stringContaining("needs --keys") });
  expect(await archipel(["verify", file, "--keys", plain, "--lang", "en"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("no published keys"),
  });
});
