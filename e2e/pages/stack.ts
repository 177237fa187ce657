import accountsFile from "../../prisma/seed/accounts.json" with { type: "json" };

/** Where the running Archipel answers; the ports come from the command that started it. */
const port = (name: string, fallback: number) => Number(process.env[name] ?? fallback);

export const adminUrl = `http://localhost:${port("ADMIN_PORT", 3001)}`;
export const coreUrl = `http://localhost:${port("CORE_PORT", 4000)}`;
export const portalUrl = (slug: string) => `http://${slug}.localhost:${port("PORTAL_PORT", 3000)}`;

/** The demo's three portals, and the brand that each shows. */
export const portals = [
  { slug: "urbanisme", name: "Bâtir aux Brélandes" },
  { slug: "risques", name: "Vigie des Brélandes" },
  { slug: "lidar", name: "Altimètre" },
] as const;

/** Community of the Urbanisme portal, as the console names it in addresses. */
export const community = "agglomeration-brelandes";

export const demoPassword = accountsFile.password;

export function accountOf(role: string): { email: string; name: string } {
  const account = accountsFile.accounts.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`the demo has no account for ${role}`);
  return account;
}
