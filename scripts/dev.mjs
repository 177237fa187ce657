// npm run dev: core-api, portal and admin with hot reload, on the demo data of `npm run demo`.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, projectEnv, root } from "./project.mjs";
import { buildBasemap, seedDemo } from "./stack/prepare.mjs";
import { stackSettings } from "./stack/stack.mjs";

ensureInstalled();
const settings = stackSettings({
  dataFolder: path.resolve(root, process.env.ARCHIPEL_DATA ?? ".archipel"),
  databaseUrl: process.env.DATABASE_URL,
});
mkdirSync(settings.dataFolder, { recursive: true });
await buildBasemap(settings);
await seedDemo(settings);
const children = ["core-api", "portal-template", "admin"].map((app) =>
  spawn("npm", ["run", "dev", "--silent", "-w", `apps/${app}`], {
    cwd: root,
    env: projectEnv({ ...settings.common, NODE_ENV: "development" }),
    stdio: "inherit",
  }),
);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const child of children) child.kill("SIGTERM");
  });
}
