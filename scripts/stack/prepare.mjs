// Prepares what the processes need: the built sites, the basemap file, a migrated and seeded database. Failures throw.
import path from "node:path";
import { node24, root, run } from "../project.mjs";

/**
 * Builds both sites; turbo's cache skips what did not change.
 *
 * @param isCheck builds faster, for servers that start once: not for production
 */
export async function buildSites({ isCheck = false } = {}) {
  const env = isCheck ? { ARCHIPEL_CHECK: "1" } : {};
  const { code, output } = await run("turbo", ["run", "build", "--output-logs=errors-only"], { env, quiet: true });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}

/** Builds the offline basemap from packages, migrates, and fills the database with the demo communities. Running it again changes nothing. */
export async function seedDemo(settings, args = []) {
  const basemap = ["--basemap", path.join(settings.dataFolder, "basemap.pmtiles")];
  const { code } = await run(node24, [path.join(root, "prisma/seed/main.ts"), ...basemap, ...args], { env: settings.common });
  if (code !== 0) throw new Error("The demo data could not be loaded: the message is above.");
}

/** Creates communities that journeys use alone, a number for each kind of content; FILE lists them. */
export async function seedJourneys(settings, file, numbers) {
  const args = Object.entries(numbers).flatMap(([content, number]) => [`--${content}`, String(number)]);
  const { code, output } = await run(node24, [path.join(root, "prisma/seed/journeys/main.ts"), "--into", file, ...args], {
    env: settings.common,
    quiet: true,
  });
  if (code !== 0) throw new Error(`The communities of the journeys could not be made:\n${output}`);
}
