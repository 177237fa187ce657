import { readFileSync } from "node:fs";
import path from "node:path";

const deploy = path.resolve(import.meta.dirname, "../../../deploy");
/** Where the files of `deploy/` expect the platform. */
export const SHIPPED_HOME = "/opt/archipel";

/** What a test replaces in a file; a pattern needs the flag `g`. */
type Change = readonly [from: string | RegExp, to: string];

/** A file of `deploy/`, such as `nginx/busy.conf`. */
function shippedFile(name: string): string {
  return readFileSync(path.join(deploy, name), "utf8");
}

/**
 * A file of `deploy/` with each of `changes` made everywhere, one after the other.
 *
 * @throws Error if the file has nothing that a change replaces: the test would run something else than what it names
 */
export function adaptedFile(name: string, changes: readonly Change[]): string {
  return changes.reduce((text, [from, to]) => {
    const isThere = typeof from === "string" ? text.includes(from) : text.search(from) >= 0;
    if (!isThere) throw new Error(`deploy/${name} has no "${from}"`);
    return text.replaceAll(from, () => to);
  }, shippedFile(name));
}

/**
 * The shipped nginx files as they work in another folder, by name. What the platform's file includes is as shipped, apart from the folder.
 *
 * @param changes of `archipel.conf`
 */
export function nginxFiles(folder: string, changes: readonly Change[]): Readonly<Record<string, string>> {
  const moved: Change = [`${SHIPPED_HOME}/deploy/nginx`, folder];
  return {
    "archipel.conf": adaptedFile("nginx/archipel.conf", [moved, ...changes]),
    "portals.conf": adaptedFile("nginx/portals.conf", [moved]),
    "away.conf": adaptedFile("nginx/away.conf", [moved]),
    "logs.conf": adaptedFile("nginx/logs.conf", [["/var/log/nginx", folder]]),
    "busy.conf": shippedFile("nginx/busy.conf"),
    "archipel-away.html": shippedFile("nginx/archipel-away.html"),
  };
}

/** Settings of nginx that keep its temporary files in a folder. */
export function nginxTemporaryPaths(folder: string): string {
  return ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ");
}
