// What must be there before the processes start: the built sites, the basemap file, a migrated and seeded database. What fails throws.
import { existsSync } from "node:fs";
import path from "node:path";
import { node24, root, run } from "../project.mjs";

/** Builds both sites; nothing happens for what did not change (turbo's cache). */
export async function buildSites() {
  const { code, output } = await run("turbo", ["run", "build", "--output-logs=errors-only"], { quiet: true });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

/** The offline basemap: built once, from packages, into the data folder. */
export async function buildBasemap(settings) {
  const file = path.join(settings.dataFolder, "basemap.pmtiles");
  if (existsSync(file)) return;
  const { code, output } = await run(node24, [path.join(root, "prisma/seed/build-basemap.ts"), file], { quiet: true });
  if (code !== 0) throw new Error(`The basemap could not be built:\n${output}`);
}

/** Migrates and fills the database with the demo communities. Running it again changes nothing. */
export async function seedDemo(settings, args = []) {
  const { code } = await run(node24, [path.join(root, "prisma/seed/main.ts"), ...args], { env: settings.common });
  if (code !== 0) throw new Error("The demo data could not be loaded: the message is above.");
}

/** Fills the database with communities that journeys have to themselves, so many of each content; FILE lists them. */
export async function seedJourneys(settings, file, numbers) {
  const args = Object.entries(numbers).flatMap(([content, number]) => [`--${content}`, String(number)]);
  const { code, output } = await run(node24, [path.join(root, "prisma/seed/journeys/main.ts"), "--into", file, ...args], {
    env: settings.common,
    quiet: true,
  });
  if (code !== 0) throw new Error(`The communities of the journeys could not be made:\n${output}`);
}
