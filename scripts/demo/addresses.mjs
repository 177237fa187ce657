// The text that the demo prints when it runs. The accounts are those of prisma/seed/accounts.json.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

export function printAddresses({ ports, dataFolder }) {
  const { password, accounts } = JSON.parse(readFileSync(path.join(root, "prisma/seed/accounts.json"), "utf8"));
  const portals = ["urbanisme", "risques", "lidar"].map((slug) => `  http://${slug}.localhost:${ports.portal}`);
  console.log(`
Archipel is running.

Portals
${portals.join("\n")}
Admin
  http://localhost:${ports.admin}
API, identity hub, dev mailbox
  http://localhost:${ports.core}   http://localhost:${ports.core}/mailbox

Demo accounts (password: ${password})
${accounts.map(({ email, role }) => `  ${email.padEnd(34)} ${role}`).join("\n")}

Command line, as Brélandes Agglomération (npx archipel --help)
  ARCHIPEL_URL=http://localhost:${ports.core}
  ARCHIPEL_KEY=${demoKey(dataFolder)}

Stop with Ctrl-C; the data stays. Start again from nothing with: npm run demo -- --fresh
`);
}

/** The seed stores it beside the data (prisma/seed/demo/key.ts). */
function demoKey(dataFolder) {
  const file = path.join(dataFolder, "demo-key");
  return existsSync(file) ? readFileSync(file, "utf8").trim() : "";
}
