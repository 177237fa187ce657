// GDAL opens the demo's downloads in place, by range requests, on core-api's host and through a portal (Next.js).
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { coreUrl, portalUrl } from "../pages/stack.ts";

const run = promisify(execFile);
const site = portalUrl("urbanisme");

// The content security policy of these pages forbids scripts; here a script on the page calls the API.
test.use({ bypassCSP: true });
test.setTimeout(300_000);

for (const [name, host] of Object.entries({ portal: site, platform: coreUrl })) {
  test(`a visitor opens a layer in place with GDAL on the ${name}'s host`, async ({ page }) => {
    await page.goto(`${host}/ogc/collections?f=json`);
    const { collections }: { collections: { id: string }[] } = await page.evaluate(
      async (url) => (await fetch(url)).json(),
      `${host}/ogc/collections?f=json`,
    );
    const layerId = collections[0]?.id ?? "";
    for (const extension of ["gpkg", "geojson", "csv"]) {
      const { stdout, stderr } = await run("ogrinfo", ["-al", "-so", `/vsicurl/${host}/downloads/${layerId}.${extension}`]);
      expect(`${extension} ${stdout}`).toMatch(/Feature Count: [1-9]/);
      expect(stderr).not.toContain("Range downloading");
    }
  });
}
