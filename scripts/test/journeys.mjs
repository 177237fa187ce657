// node scripts/test/journeys.mjs FOLDER REPORT [playwright arguments…]
import { fail, run } from "../project.mjs";
import { buildBasemap, buildSites, seedDemo } from "../stack/prepare.mjs";
import { stackSettings, startStack } from "../stack/stack.mjs";
import { findChromium } from "./debian.mjs";

const [folder, report, ...rest] = process.argv.slice(2);
const settings = stackSettings({
  dataFolder: folder,
  ports: { core: 4100, portal: 3100, admin: 3101 },
  databaseUrl: process.env.DATABASE_URL,
  secret: process.env.ARCHIPEL_SECRET,
});
await buildSites();
await buildBasemap(settings);
await seedDemo(settings);
const stack = await startStack(settings).catch((error) => fail(error.message));
const { code } = await run("playwright", ["test", "--config", "e2e/playwright.config.ts", ...rest], {
  env: {
    CHROMIUM: findChromium(),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PORTAL_PORT: String(settings.ports.portal),
    ADMIN_PORT: String(settings.ports.admin),
    CORE_PORT: String(settings.ports.core),
  },
});
await stack.stop();
process.exit(code);
