import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

/** An Archipel of its own beside the journeys' one, on the embedded database, with one empty community and the demo's accounts. */
export interface SecondPlatform {
  /** The console's URL, without a trailing slash. */
  readonly admin: string;
  readonly community: { readonly slug: string; readonly portal: { readonly slug: string; readonly name: string } };
  /** The URL of a portal. */
  site(slug: string): string;
  stop(): Promise<void>;
}

interface Started {
  readonly ports: { readonly portal: number; readonly admin: number };
  readonly community: SecondPlatform["community"];
}

const root = path.resolve(import.meta.dirname, "../..");

/** Starts the second platform, and waits until it answers. */
export async function startSecondPlatform(): Promise<SecondPlatform> {
  const folder = mkdtempSync(path.join(tmpdir(), "archipel-embedded-"));
  const { DATABASE_URL: _, ARCHIPEL_SECRET: __, ...env } = process.env;
  const basemap = process.env.JOURNEY_BASEMAP;
  const script = [path.join(root, "scripts/test/embedded-stack.mjs"), folder, ...(basemap ? [basemap] : [])];
  const stack = spawn(path.join(root, "node_modules/.bin/node"), script, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<never>((_resolve, reject) => {
    stack.once("exit", (code) => reject(new Error(`the embedded Archipel ended with code ${code}: its message is above`)));
  });
  // When the platform is stopped, nobody waits for this any more.
  ended.catch(() => undefined);
  const firstLine = new Promise<string>((resolve) => createInterface(stack.stdout).once("line", resolve));
  const { ports, community }: Started = JSON.parse(await Promise.race([firstLine, ended]));
  return {
    admin: `http://localhost:${ports.admin}`,
    community,
    site: (slug) => `http://${slug}.localhost:${ports.portal}`,
    async stop() {
      if (stack.exitCode === null) {
        const gone = new Promise((resolve) => stack.once("exit", resolve));
        stack.kill("SIGTERM");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
