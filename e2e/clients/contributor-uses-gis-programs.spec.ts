// GDAL and QGIS read and write the demo through OGC API – Features, with a key that a person created on the account page.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { call } from "../pages/api.ts";
import { zoning } from "../pages/contributions.ts";
import { fillSignIn, openConsole } from "../pages/hub.ts";
import { accountOf, coreUrl, portalUrl } from "../pages/stack.ts";

const run = promisify(execFile);
const site = portalUrl("urbanisme");
/** `/ogc` on the portal's host and on core-api's own. */
const endpoints = { portal: `${site}/ogc`, platform: `${coreUrl}/ogc` };

/** Every layer is read in at least this many pages. */
const PAGES = 4;

let key = "";

test.describe.configure({ mode: "serial" });
// The content security policy of these pages forbids scripts; here a script on the page calls the API.
test.use({ bypassCSP: true });
test.setTimeout(300_000);

test("a contributor creates a key on the account page", async ({ page }) => {
  await page.goto(`${site}/fr/account`);
  await fillSignIn(page, accountOf("contributor").email);
  await page.waitForURL(`${site}/**`);
  const keys = page.locator("#keys");
  await keys.getByLabel("Nom de la clé").fill(`QGIS ${Date.now()}`);
  await keys.getByRole("radio", { name: "Lire et contribuer" }).check();
  await keys.getByRole("button", { name: "Créer la clé" }).click();
  key = (await keys.getByText(/^archipel_/).textContent()) ?? "";
  expect(key).toMatch(/^archipel_\S{43}$/);
});

for (const [name, endpoint] of Object.entries(endpoints)) {
  for (const isSigned of [false, true]) {
    test(`a contributor reads every feature of every layer with GDAL on the ${name}'s host${isSigned ? ", with the key" : ""}`, async ({
      page,
    }) => {
      await page.goto(`${endpoint}?f=json`);
      const { collections } = await read<{ collections: { id: string }[] }>(page, `${endpoint}/collections`, isSigned);
      expect(collections.length).toBeGreaterThan(10);
      for (const { id } of collections) {
        const { numberMatched } = await read<{ numberMatched: number }>(page, `${endpoint}/collections/${id}/items?limit=1`, isSigned);
        expect(await countByGdal(endpoint, id, Math.ceil(numberMatched / PAGES), isSigned), id).toBe(numberMatched);
      }
    });
  }
}

test("a contributor adds, changes and deletes features with QGIS; the edits wait in the moderators' queue", async ({ page }) => {
  await openConsole(page, "/", "moderator");
  const place = await zoning(page);
  // This run's edits would join a contribution that an earlier run left open.
  for (const { id, editsVersion } of await waiting(page, place.communityId)) {
    await call(page, "contributions.review", {
      communityId: place.communityId,
      contributionId: id,
      editsVersion,
      verdict: "reject",
      comment: "Essai.",
    });
  }
  const script = path.join(import.meta.dirname, "qgis-oapif.py");
  const { stdout } = await run("/usr/bin/python3", [script, endpoints.platform, place.layerId, "--key", key]);
  console.log(stdout);
  expect(await waiting(page, place.communityId)).toEqual([expect.objectContaining({ edits: { inserted: 1, updated: 1, deleted: 1 } })]);
});

interface Queued {
  readonly id: string;
  readonly origin: string;
  readonly editsVersion: number;
  readonly edits: { readonly inserted: number; readonly updated: number; readonly deleted: number };
}

/** Contributions sent by programs that no moderator has reviewed. */
async function waiting(page: Page, communityId: string): Promise<Queued[]> {
  const input = { communityId, status: ["submitted"], limit: 50 };
  const { items } = await call<{ items: Queued[] }>(page, "contributions.list", input, "query");
  return items.filter(({ origin }) => origin === "api");
}

/** Fetches in the browser, which resolves *.localhost even if the system does not. */
function read<T>(page: Page, url: string, isSigned: boolean): Promise<T> {
  const headers = { accept: "application/json", ...(isSigned && { authorization: `Bearer ${key}` }) };
  return page.evaluate(async (asked) => (await fetch(asked.url, { headers: asked.headers })).json(), { url, headers });
}

/** Counts the features that GDAL writes, one per line. GDAL's own count would be the server's figure. */
async function countByGdal(endpoint: string, layerId: string, pageSize: number, isSigned: boolean): Promise<number> {
  const { stdout } = await run(
    "ogr2ogr",
    ["-f", "GeoJSONSeq", "/vsistdout/", `OAPIF:${endpoint}`, layerId, "-oo", `PAGE_SIZE=${pageSize}`],
    {
      env: { ...process.env, ...(isSigned && { GDAL_HTTP_AUTH: "BEARER", GDAL_HTTP_BEARER: key }) },
      maxBuffer: 1 << 28,
    },
  );
  return stdout.split("\n").filter(Boolean).length;
}
