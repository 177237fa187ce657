// What the demo prints when it is up. The accounts are those of prisma/seed/accounts.ts.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "../project.mjs";

export function printAddresses({ ports }) {
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

Stop with Ctrl-C; the data stays. Start afresh with: npm run demo -- --fresh
`);
}
