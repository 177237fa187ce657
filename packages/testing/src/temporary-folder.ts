import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRunning } from "./is-running.mjs";

const PREFIX = "archipel-vitest-";

/**
 * Set-up of a whole test run: creates a temporary folder for the tests and the processes that they start, and removes it at the end, even
 * when tests fail. A run that was killed is cleaned up by the next one.
 */
export default function setUp(): () => void {
  const home = tmpdir();
  for (const name of readdirSync(home)) {
    const [, owner] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? [];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
  const folder = mkdtempSync(path.join(home, `${PREFIX}${process.pid}-`));
  // Files that one run keeps for the next.
  process.env.ARCHIPEL_TEST_CACHE ??= home;
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
