import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type CheckLine, linesOf } from "./line.ts";

const installation = path.resolve(import.meta.dirname, "../../../../..");

const versioned = z.object({ version: z.string() });

function versionIn(file: string): string | null {
  return existsSync(file) ? versioned.parse(JSON.parse(readFileSync(file, "utf8"))).version : null;
}

/** The Node that runs this command is the one of the units. */
export async function checkVersions(root = installation, running = process.versions.node): Promise<CheckLine[]> {
  const { ok, error } = linesOf("Node");
  const wanted = versionIn(path.join(root, `node_modules/node-${process.platform}-${process.arch}/package.json`));
  if (wanted === null) return [error("the packages are not installed", `run "npm ci" in ${root}`)];
  if (wanted !== running)
    return [
      error(
        `Node ${running} runs this command, ${wanted} is packaged`,
        "start archipel-server, and the processes as the units do, from node_modules/.bin/node",
      ),
    ];
  return [ok(`Node ${running}`)];
}

/** Both sites are built, by the Next that serves them. */
export async function checkSiteBuilds(root = installation): Promise<CheckLine[]> {
  const installed = versionIn(path.join(root, "node_modules/next/package.json"));
  return ["portal-template", "admin"].map((site) => {
    const { ok, error } = linesOf(`build of ${site === "admin" ? "admin" : "portal"}`);
    const folder = path.join(root, "apps", site, ".next");
    const repair = `run "npm run build" in ${root}, then restart the site`;
    if (!existsSync(path.join(folder, "BUILD_ID"))) return error("the site is not built", repair);
    const built = versionIn(path.join(folder, "diagnostics/framework.json"));
    if (built !== null && built !== installed) return error(`it was built by Next ${built}, and Next ${installed} is installed`, repair);
    return ok(`built by Next ${built ?? installed}`);
  });
}
