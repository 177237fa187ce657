// GDAL and QGIS read and write the demo by its open API, with a key that a person made on her account page.
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
/** The same catalogue's door under the portal's name, and the platform's own. */
const doors = { portal: `${site}/ogc`, platform: `${coreUrl}/ogc` };

/** Every layer is read in at least so many pages. */
const PAGES = 4;

let key = "";

test.describe.configure({ mode: "serial" });
// The door's answers let no script run beside them; here one asks the door itself.
test.use({ bypassCSP: true });
test.setTimeout(300_000);

test("a contributor makes a key on her account page", async ({ page }) => {
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

for (const [name, door] of Object.entries(doors)) {
  for (const isSigned of [false, true]) {
    test(`GDAL reads every feature of every layer by the ${name}'s door${isSigned ? " with the key" : ""}`, async ({ page }) => {
      await page.goto(`${door}?f=json`);
      const { collections } = await read<{ collections: { id: string }[] }>(page, `${door}/collections`, isSigned);
      expect(collections.length).toBeGreaterThan(10);
      for (const { id } of collections) {
        const { numberMatched } = await read<{ numberMatched: number }>(page, `${door}/collections/${id}/items?limit=1`, isSigned);
        expect(await countByGdal(door, id, Math.ceil(numberMatched / PAGES), isSigned), id).toBe(numberMatched);
      }
    });
  }
}

test("QGIS adds, changes and deletes; what it did waits in the moderators' queue", async ({ page }) => {
  await openConsole(page, "/", "moderator");
  const place = await zoning(page);
  // What an earlier run left would take up this one's changes.
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
  const { stdout } = await run("/usr/bin/python3", [script, doors.platform, place.layerId, "--key", key]);
  console.log(stdout);
  expect(await waiting(page, place.communityId)).toEqual([expect.objectContaining({ edits: { inserted: 1, updated: 1, deleted: 1 } })]);
});

interface Queued {
  readonly id: string;
  readonly origin: string;
  readonly editsVersion: number;
  readonly edits: { readonly inserted: number; readonly updated: number; readonly deleted: number };
}

/** What programs sent and moderators have not looked at. */
async function waiting(page: Page, communityId: string): Promise<Queued[]> {
  const input = { communityId, status: ["submitted"], limit: 50 };
  const { items } = await call<{ items: Queued[] }>(page, "contributions.list", input, "query");
  return items.filter(({ origin }) => origin === "api");
}

/** By the browser, which knows the demo's host names where the system does not. */
function read<T>(page: Page, url: string, isSigned: boolean): Promise<T> {
  const headers = { accept: "application/json", ...(isSigned && { authorization: `Bearer ${key}` }) };
  return page.evaluate(async (asked) => (await fetch(asked.url, { headers: asked.headers })).json(), { url, headers });
}

/** How many features GDAL hands on, one line each: what it counts itself would be the server's own figure. */
async function countByGdal(door: string, layerId: string, pageSize: number, isSigned: boolean): Promise<number> {
  const { stdout } = await run("ogr2ogr", ["-f", "GeoJSONSeq", "/vsistdout/", `OAPIF:${door}`, layerId, "-oo", `PAGE_SIZE=${pageSize}`], {
    env: { ...process.env, ...(isSigned && { GDAL_HTTP_AUTH: "BEARER", GDAL_HTTP_BEARER: key }) },
    maxBuffer: 1 << 28,
  });
  return stdout.split("\n").filter(Boolean).length;
}
