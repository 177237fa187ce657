import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";

export interface PortalSiteRow {
  id: string;
  slug: string;
  name: string;
  tagline: unknown;
  baseTheme: string;
  theme: unknown;
  logoKey: string | null;
  locales: string[];
  updatedAt: Date;
  hosts: { host: string; isPrimary: boolean }[];
}

const select = {
  id: true,
  slug: true,
  name: true,
  tagline: true,
  baseTheme: true,
  theme: true,
  logoKey: true,
  locales: true,
  updatedAt: true,
  hosts: { select: { host: true, isPrimary: true }, orderBy: [{ isPrimary: "desc" }, { host: "asc" }] },
} satisfies Prisma.PortalSelect;

const isOpen = { status: "live", community: { status: "active" } } satisfies Prisma.PortalWhereInput;

/** A live portal of an active community, by its slug. */
export function portalSiteBySlug(tx: Tx, slug: string): Promise<PortalSiteRow | null> {
  return tx.portal.findFirst({ where: { slug, ...isOpen }, select });
}

/** The slug of the live portal of a host. */
export async function portalSlugOfHost(tx: Tx, host: string): Promise<string | null> {
  const portal = await tx.portal.findFirst({ where: { hosts: { some: { host } }, ...isOpen }, select: { slug: true } });
  return portal?.slug ?? null;
}
