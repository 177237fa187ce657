import { randomUUID } from "node:crypto";
import { GIVEN_NOTHING } from "@archipel/contracts/organisations.ts";
import type { Database } from "@archipel/database/database.ts";
import { createCommunity, createUser } from "@archipel/testing/factories.ts";
import { hashOfCode } from "../../kernel/invitation-codes.ts";
import { newOrganisation } from "../organisation-world.ts";
import type { PermissionWorld } from "../permission-world.ts";
import { type InputOf, inCommunity } from "./input.ts";

const GIVEN = { ...GIVEN_NOTHING, reading: true };
const ofWorld: InputOf = ({ organisationId }) => ({ organisationId });

async function invited({ database }: Pick<PermissionWorld, "database">, organisationId: string, email = `${randomUUID()}@example.org`) {
  const code = randomUUID();
  const data = { email, role: "reader", codeHash: hashOfCode(code), invitedById: randomUUID(), expiresAt: new Date(Date.now() + 60_000) };
  const { id: invitationId } = await database.withSystem((tx) => tx.organisationInvitation.create({ data: { ...data, organisationId } }));
  return { organisationId, invitationId, code };
}

async function withMember({ database, organisationId }: PermissionWorld) {
  const { id: userId } = await createUser(database);
  await database.withSystem((tx) => tx.organisationMember.create({ data: { organisationId, userId, role: "reader" } }));
  return { organisationId, userId };
}

/** A proposal between two: by default of another organisation to the world's community. */
async function proposed(world: PermissionWorld, sides: { organisationId?: string; communityId?: string }, proposedBy: string) {
  const { database } = world;
  const organisationId = sides.organisationId ?? (await newOrganisation(database));
  const communityId = sides.communityId ?? (await createCommunity(database)).id;
  const { id: agreementId } = await database.withSystem((tx) =>
    tx.organisationAgreement.create({ data: { organisationId, communityId, proposedBy } }),
  );
  // A community may only have a few proposals.
  await database.withSystem((tx) =>
    tx.organisationAgreement.deleteMany({
      where: { communityId, agreedAt: null, organisationId: { notIn: [world.organisationId, organisationId] } },
    }),
  );
  return { agreementId, organisationId, communityId };
}

async function addressOf(database: Database, id: string | null): Promise<string | undefined> {
  return id === null ? undefined : (await database.withSystem((tx) => tx.user.findUnique({ where: { id } })))?.email;
}

const email = () => `${randomUUID()}@example.org`;
const names = () => ({ nameFr: randomUUID(), nameEn: randomUUID() });
const ofCommunity = async (world: PermissionWorld, by: string) => {
  const { communityId, agreementId } = await proposed(world, { communityId: world.communityId }, by);
  return { communityId, agreementId };
};
const ofOrganisation = async (world: PermissionWorld, by: string) => {
  const { organisationId, agreementId } = await proposed(world, { organisationId: world.organisationId }, by);
  return { organisationId, agreementId };
};

export const organisations: Record<string, InputOf> = {
  "organisations.list": () => undefined,
  "organisations.make": () => ({ ...names(), managerEmail: email() }),
  "organisations.inviteManager": async ({ database }) => ({ organisationId: await newOrganisation(database), email: email() }),
  "organisations.delete": async ({ database }) => {
    const name = randomUUID();
    return { organisationId: await newOrganisation(database, { name }), name };
  },
  "organisations.get": ofWorld,
  "organisations.search": ofWorld,
  "organisations.change": ({ organisationId }) => ({ organisationId, ...names() }),
  "organisations.people": ofWorld,
  "organisations.invite": ({ organisationId }) => ({ organisationId, email: email(), role: "reader" }),
  "organisations.revokeInvitation": (world) => invited(world, world.organisationId),
  "organisations.setRole": async (world) => ({ ...(await withMember(world)), role: "manager" }),
  "organisations.removePerson": withMember,
  "organisations.inviteCommunity": async ({ database, organisationId }) => {
    const { id } = await createCommunity(database);
    const { slug } = await database.withSystem((tx) => tx.community.findUniqueOrThrow({ where: { id } }));
    return { organisationId, slug };
  },
  "organisations.acceptCommunity": (world) => ofOrganisation(world, "community"),
  "organisations.endWithCommunity": async (world) => ({ ...(await ofOrganisation(world, "community")), reason: "Fini." }),
  "organisations.ofCommunity": inCommunity,
  "organisations.named": inCommunity,
  "organisations.ask": async ({ database, communityId }) => ({
    ...{ communityId, organisationId: await newOrganisation(database), given: GIVEN },
  }),
  "organisations.accept": async (world) => ({ ...(await ofCommunity(world, "organisation")), given: GIVEN }),
  "organisations.setGiven": async (world) => ({ ...(await ofCommunity(world, "community")), given: GIVEN }),
  "organisations.end": async (world) => ({ ...(await ofCommunity(world, "organisation")), reason: "Fini." }),
  "organisations.readInvitation": async (world) => ({ code: (await invited(world, world.organisationId)).code }),
  // Of an organisation of its own: nobody gets a role by the matrix.
  "organisations.join": async (world, caller) => {
    const organisationId = await newOrganisation(world.database);
    return { code: (await invited(world, organisationId, await addressOf(world.database, world.users[caller]))).code };
  },
  "organisations.mine": () => undefined,
  "organisations.leave": async ({ database, users }, caller) => {
    const userId = users[caller];
    return { organisationId: await newOrganisation(database, { people: userId ? { [userId]: "reader" } : {} }) };
  },
};
