import { readFileSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/** Starts the files that say `// @long` first, so that no worker waits at the end for one that began late. */
export class LongFirst extends BaseSequencer {
  async sort(specs) {
    const sorted = await super.sort(specs);
    const long = new Set(sorted.filter(({ moduleId }) => /^\/\/ @long$/m.test(readFileSync(moduleId, "utf8"))));
    return [...long, ...sorted.filter((spec) => !long.has(spec))];
  }
}
