// Which test files there are, and which databases each of them needs.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

export const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).split("\n").filter(Boolean);

/**
 * Test files that open a database themselves run once on each kind. Those that open it through a whole world (files of `testing/`), and long
 * ones that say `@database server`, run on the server alone, where they take a third of the time. The others need none. What says
 * `@on-demand GROUP` waits to be asked for; what says `@endurance GROUP` always runs, and repeats more often when it is asked for.
 *
 * @param only the files to keep, relative to the root; absent: all
 */
export function testFiles(only) {
  const texts = new Map();
  const textOf = (file) => {
    if (!texts.has(file)) texts.set(file, readFileSync(path.join(root, file), "utf8"));
    return texts.get(file);
  };
  const opensDatabase = (file) => /openTestDatabase|test-database/.test(textOf(file));
  const testing = git("ls-files", "-co", "--exclude-standard", "apps/core-api/src/testing/*.ts");
  const importOf = (file) => `/${path.basename(file)}"`;
  const worlds = new Set(testing.filter(opensDatabase).map(importOf));
  // A world may be made of another one.
  for (let known = 0; known < worlds.size; ) {
    known = worlds.size;
    for (const file of testing) if ([...worlds].some((world) => textOf(file).includes(world))) worlds.add(importOf(file));
  }
  const opensWorld = (file) => !opensDatabase(file) && [...worlds].some((world) => textOf(file).includes(world));
  const says = (file, mark) => new RegExp(`^// @${mark}$`, "m").test(textOf(file));
  const files = git("ls-files", "-co", "--exclude-standard", "*.test.ts");
  const others = files.filter((file) => !says(file, "on-demand \\w+") && (only?.has(file) ?? true));
  return {
    pure: others.filter((file) => !opensDatabase(file) && !opensWorld(file)),
    database: others.filter((file) => opensDatabase(file) || opensWorld(file)),
    embedded: others.filter((file) => opensDatabase(file) && !textOf(file).includes("// @database server")),
    onDemand: (group) => files.filter((file) => says(file, `(on-demand|endurance) ${group}`)),
  };
}
