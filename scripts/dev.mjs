// npm run dev: core-api, portal and admin with hot reload, on the demo data of `npm run demo`.
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import path from "node:path";
import { ensureInstalled, fail, portOf, projectEnv, root } from "./project.mjs";
import { seedDemo } from "./stack/prepare.mjs";
import { stackSettings } from "./stack/stack.mjs";

ensureInstalled();
const settings = stackSettings({
  dataFolder: path.resolve(root, process.env.ARCHIPEL_DATA ?? ".archipel"),
  ports: { core: portOf("CORE_PORT", 4000), portal: portOf("PORTAL_PORT", 3000), admin: portOf("ADMIN_PORT", 3001) },
  databaseUrl: process.env.DATABASE_URL,
});
mkdirSync(settings.dataFolder, { recursive: true });
await seedDemo(settings).catch((error) => fail(error.message));
const { core, portal, admin } = settings.ports;
const apps = { "core-api": [], "portal-template": ["--", "-p", String(portal)], admin: ["--", "-p", String(admin)] };
const children = Object.entries(apps).map(([app, args]) =>
  spawn("npm", ["run", "dev", "--silent", "-w", `apps/${app}`, ...args], {
    cwd: root,
    env: projectEnv({ ...settings.common, NODE_ENV: "development", PORT: String(core) }),
    stdio: "inherit",
  }),
);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const child of children) child.kill("SIGTERM");
  });
}
