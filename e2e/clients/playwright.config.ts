import base from "../playwright.config.ts";

/** Programs of others against a running demo: `node scripts/test/clients.mjs`. */
export default { ...base, testDir: ".", testMatch: ["*.spec.ts"], reporter: [["list"]], outputDir: "../../test-results" };
