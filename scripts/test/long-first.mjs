import { readFileSync } from "node:fs";
import { BaseSequencer } from "vitest/node";

/**
 * Starts the files that say `// @long` first, so that no worker waits at the end for one that began late. The files of one project follow
 * each other, because a worker cannot go on with another project.
 */
export class LongFirst extends BaseSequencer {
  async sort(specs) {
    const sorted = await super.sort(specs);
    const long = new Set(sorted.filter(({ moduleId }) => /^\/\/ @long$/m.test(readFileSync(moduleId, "utf8"))));
    const inOrder = [...long, ...sorted.filter((spec) => !long.has(spec))];
    return Object.values(Object.groupBy(inOrder, ({ project }) => project.name)).flat();
  }
}
