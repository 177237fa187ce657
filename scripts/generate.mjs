// Generates the Prisma client, and the archive of PostGIS that the embedded database loads. Prisma would first download a schema engine that `generate` never uses, so it gets /bin/true instead.
import { spawnSync } from "node:child_process";
import { keepUsedPostgis } from "./postgis-files.mjs";

const result = spawnSync("npx", ["prisma", "generate", "--schema", "prisma/schema"], {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", PRISMA_HIDE_UPDATE_MESSAGE: "1" },
});
if (result.status !== 0) process.exit(result.status ?? 1);
keepUsedPostgis();
