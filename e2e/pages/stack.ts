import accountsFile from "../../prisma/seed/accounts.json" with { type: "json" };

/** Ports of the running instance, set by the command that started it. */
const port = (name: string, fallback: number) => Number(process.env[name] ?? fallback);

export const adminUrl = `http://localhost:${port("ADMIN_PORT", 3001)}`;
export const coreUrl = `http://localhost:${port("CORE_PORT", 4000)}`;
export const portalUrl = (slug: string) => `http://${slug}.localhost:${port("PORTAL_PORT", 3000)}`;

/** Where core-api asks for proofs of domains: a journey that needs DNS listens there. */
export const dnsPort = port("DNS_PORT", 4053);
/** The only identity provider that core-api reads on this machine: a journey that needs one listens there. */
export const identityPort = port("IDENTITY_PORT", 4054);
/** A domain that the browser finds on this machine (playwright.config.ts). */
export const ownDomain = (name: string) => `http://${name}.domaine-de-parcours.fr:${port("PORTAL_PORT", 3000)}`;

/** The demo's three portals with their displayed names. */
export const portals = [
  { slug: "urbanisme", name: "Bâtir aux Brélandes" },
  { slug: "risques", name: "Vigie des Brélandes" },
  { slug: "lidar", name: "Altimètre" },
] as const;

/** Slug of the Urbanisme portal's community, as in the console's addresses. */
export const community = "agglomeration-brelandes";

export const demoPassword = accountsFile.password;

export function accountOf(role: string): { email: string; name: string } {
  const account = accountsFile.accounts.find((candidate) => candidate.role === role);
  if (!account) throw new Error(`the demo has no account for ${role}`);
  return account;
}
