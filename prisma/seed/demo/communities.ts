import { type CommunityId, provenCommunityId } from "@archipel/contracts/ids.ts";
import { roles } from "@archipel/contracts/members.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Database } from "@archipel/database/database.ts";
import type { DemoAccount } from "./accounts.ts";

const communityNames = {
  agglomeration: {
    slug: "agglomeration-brelandes",
    name: "Brélandes Agglomération",
    description: "L’intercommunalité des neuf communes de l’archipel : urbanisme, voirie, adresses. Territoire fictif.",
  },
  observatory: {
    slug: "observatoire-risques",
    name: "Observatoire des risques des Brélandes",
    description: "Recense les aléas de l’archipel, suit leur prévention et informe les habitants. Organisme fictif.",
  },
  survey: {
    slug: "service-des-leves",
    name: "Service des levés des Brélandes",
    description: "Mesure le relief de l’archipel par lidar aéroporté et diffuse ses nuages de points. Service fictif.",
  },
} as const;
export type DemoCommunity = keyof typeof communityNames;

/** The manager of each community, as actor of the services. */
export type DemoManagers = Record<DemoCommunity, MemberActor>;

/** Creates three communities. In each, the demo's people have the role that their account is named after. */
export async function seedCommunities(database: Database, accounts: DemoAccount[]): Promise<DemoManagers> {
  const manager = accounts.find((account) => account.role === "manager");
  if (!manager) throw new Error("accounts.json names no manager");
  const actorIn = (communityId: CommunityId): MemberActor => ({
    userId: manager.id,
    isOperator: false,
    isSuspended: false,
    communityId,
    role: "manager",
  });
  return {
    agglomeration: actorIn(await seedCommunity(database, "agglomeration", accounts)),
    observatory: actorIn(await seedCommunity(database, "observatory", accounts)),
    survey: actorIn(await seedCommunity(database, "survey", accounts)),
  };
}

async function seedCommunity(database: Database, name: DemoCommunity, accounts: DemoAccount[]): Promise<CommunityId> {
  const { slug, ...words } = communityNames[name];
  return database.withSystem(async (tx) => {
    const { id } = await tx.community.upsert({ where: { slug }, update: {}, create: { slug, ...words } });
    for (const account of accounts) {
      const role = roles.find((known) => known === account.role);
      if (!role) continue;
      const membership = { communityId: id, userId: account.id };
      await tx.membership.upsert({ where: { communityId_userId: membership }, update: {}, create: { ...membership, role } });
    }
    return provenCommunityId(id);
  });
}
