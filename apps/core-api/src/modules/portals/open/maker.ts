import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Core } from "../../../kernel/core.ts";

const root = path.resolve(import.meta.dirname, "../../../../../..");
/** The code that this process runs, as a hash of its files; null until they are read, and when they cannot be. */
let code: string | null = null;
let reading: Promise<void> | undefined;

/**
 * Which code and settings make what this process answers. An opening that another version wrote is not used: it may say something else of
 * the same rows. Null for a moment after the first call, which the start of a process makes: an update may replace the files later.
 */
export function openingMaker({ env, log }: Core): string | null {
  reading ??= readCode().then(
    (hash) => {
      code = hash;
    },
    (error: unknown) => log.warn({ err: error }, "what portals are opened with is not kept: the code cannot be read"),
  );
  return code && `${code} ${env.ARCHIPEL_PORTAL_URL}`;
}

/** Resolves once `openingMaker` can answer. */
export async function codeIsRead(core: Core): Promise<void> {
  openingMaker(core);
  await reading;
}

async function readCode(): Promise<string> {
  const hash = createHash("sha256");
  const packages = (await readdir(path.join(root, "packages"))).map((name) => `packages/${name}/src`);
  for (const folder of ["apps/core-api/src", "themes", ...packages.filter((one) => existsSync(path.join(root, one)))]) {
    const files = await readdir(path.join(root, folder), { recursive: true });
    for (const file of files.filter(isSource).sort()) hash.update(file).update(await readFile(path.join(root, folder, file)));
  }
  return hash.digest("base64url").slice(0, 22);
}

const isSource = (file: string) => /\.(ts|json)$/.test(file) && !file.endsWith(".test.ts");
