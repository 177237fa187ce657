// node scripts/test/related.mjs MODULE… prints, as JSON, the test files that import one of the modules, directly or indirectly.
import { createVitest } from "vitest/node";

const vitest = await createVitest("test", { watch: false, related: process.argv.slice(2), reporters: [] });
const specifications = await vitest.getRelevantTestSpecifications();
console.log(JSON.stringify(specifications.map(({ moduleId }) => moduleId)));
await vitest.close();
