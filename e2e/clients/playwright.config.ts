import base from "../playwright.config.ts";

/** GDAL and QGIS against a running demo: `node scripts/test/clients.mjs`. */
export default { ...base, testDir: ".", testMatch: ["*.spec.ts"], reporter: [["list"]], outputDir: "../../test-results" };
