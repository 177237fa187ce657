import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import type { Sealed } from "../../../kernel/sealed.ts";

export type ProviderRow = NonNullable<Awaited<ReturnType<typeof providerRow>>>;

export function providerRow(tx: Tx, id: string) {
  return tx.signInProvider.findUnique({ where: { id } });
}

export function providerRows(tx: Tx) {
  return tx.signInProvider.findMany({ orderBy: { createdAt: "asc" }, include: { _count: { select: { identities: true } } } });
}

/** What the sign-in page offers. */
export function openProviders(tx: Tx) {
  return tx.signInProvider.findMany({ where: { isOn: true }, orderBy: { createdAt: "asc" }, select: { id: true, name: true } });
}

export function countProviders(tx: Tx): Promise<number> {
  return tx.signInProvider.count();
}

export function insertProvider(tx: Tx, data: Prisma.SignInProviderCreateInput) {
  return tx.signInProvider.create({ data });
}

export function updateProvider(tx: Tx, id: string, data: Prisma.SignInProviderUpdateInput) {
  return tx.signInProvider.update({ where: { id }, data });
}

/** Locks a provider until the end of the transaction: nobody links an identity while its issuer changes. */
export async function lockProvider(tx: Tx, id: string) {
  await tx.$queryRaw`SELECT id FROM sign_in_providers WHERE id = ${id}::uuid FOR UPDATE`;
  return tx.signInProvider.findUnique({ where: { id }, include: { _count: { select: { identities: true } } } });
}

export async function deleteProviderRow(tx: Tx, id: string): Promise<void> {
  await tx.signInProvider.delete({ where: { id } });
}

interface NewSignIn {
  providerId: string;
  step: string | null;
  userId: string | null;
  clientId: string;
  stateHash: string;
  browserHash: string;
  sealedSecret: Sealed;
  expiresAt: Date;
}

export async function insertSignIn(tx: Tx, row: NewSignIn): Promise<void> {
  // A second attempt from the same page replaces the first.
  if (row.step) await tx.providerSignIn.deleteMany({ where: { step: row.step } });
  await tx.providerSignIn.createMany({ data: [row] });
}

/** Uses the state of a sign-in up: of parallel calls one gets the row, and only in the browser that began. */
export async function redeemState(tx: Tx, given: { providerId: string; stateHash: string; browserHash: string }): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE provider_sign_ins SET state_hash = NULL
    WHERE provider_id = ${given.providerId}::uuid AND state_hash = ${given.stateHash} AND browser_hash = ${given.browserHash}
      AND subject IS NULL AND expires_at > now()
    RETURNING id`;
  return rows[0]?.id ?? null;
}

/** The same for the two addresses of a sign-out, which the browser opens without a cookie. */
export async function redeemSignOut(tx: Tx, stateHash: string): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE provider_sign_ins SET state_hash = NULL
    WHERE state_hash = ${stateHash} AND subject IS NOT NULL AND expires_at > now() RETURNING id`;
  return rows[0]?.id ?? null;
}

export function signInRow(tx: Tx, id: string) {
  return tx.providerSignIn.findUnique({ where: { id }, include: { provider: true } });
}

export type ArrivedRow = NonNullable<Awaited<ReturnType<typeof arrivedAtStep>>>;

/** What a provider said in this sign-in at the hub. */
export async function arrivedAtStep(tx: Tx, step: string) {
  const row = await tx.providerSignIn.findFirst({
    where: { step, subject: { not: null }, expiresAt: { gt: new Date() } },
    include: { provider: true },
  });
  return row?.subject ? { ...row, subject: row.subject } : null;
}

export async function updateSignIn(tx: Tx, id: string, data: Prisma.ProviderSignInUncheckedUpdateInput): Promise<void> {
  await tx.providerSignIn.updateMany({ where: { id }, data });
}

export async function deleteSignIn(tx: Tx, id: string): Promise<void> {
  await tx.providerSignIn.deleteMany({ where: { id } });
}

export function deleteExpiredSignIns(tx: Tx): Promise<number> {
  return tx.$executeRaw`DELETE FROM provider_sign_ins WHERE expires_at < now()`;
}

export function identityOf(tx: Tx, providerId: string, subject: string) {
  return tx.linkedIdentity.findUnique({ where: { providerId_subject: { providerId, subject } }, include: { user: true } });
}

/** @returns false when the person has an identity at this provider, or the identity belongs to another account */
export async function insertIdentity(
  tx: Tx,
  row: { userId: string; providerId: string; subject: string; email: string | null },
): Promise<boolean> {
  const { count } = await tx.linkedIdentity.createMany({ data: [row], skipDuplicates: true });
  return count === 1;
}

export async function markUsed(tx: Tx, id: string, email: string | null): Promise<void> {
  await tx.linkedIdentity.update({ where: { id }, data: { lastUsedAt: new Date(), email } });
}

export function identitiesOf(tx: Tx, userId: string) {
  return tx.linkedIdentity.findMany({ where: { userId }, include: { provider: { select: { id: true, name: true, isOn: true } } } });
}

export async function deleteIdentity(tx: Tx, id: string): Promise<void> {
  await tx.linkedIdentity.delete({ where: { id } });
}

/** A new account without a password, whose address the provider verified. Null when an account has this address by now. */
export async function insertAccount(
  tx: Tx,
  { email, name, locale }: { email: string; name: string; locale: string },
): Promise<string | null> {
  // An account that nobody ever confirmed goes: its mail proves no more than the provider does.
  await tx.user.deleteMany({ where: { email, emailVerifiedAt: null } });
  const [row] = await tx.user.createManyAndReturn({
    data: [{ email, name, locale, emailVerifiedAt: new Date() }],
    skipDuplicates: true,
    select: { id: true },
  });
  return row?.id ?? null;
}

interface UnmetRow {
  communityId: string;
  from: string;
  domains: string[];
  names: unknown[];
}

/** The communities of a person whose rule about identities the person does not meet. */
export function unmetRows(tx: Tx, userId: string): Promise<UnmetRow[]> {
  return tx.$queryRaw<UnmetRow[]>`
    SELECT c.id AS "communityId", c.identity_from AS "from", c.identity_domains AS domains,
      ARRAY(SELECT p.name FROM sign_in_providers p WHERE p.id = ANY (c.identity_providers) AND p.is_on ORDER BY p.created_at) AS names
    FROM memberships m JOIN communities c ON c.id = m.community_id
    WHERE m.user_id = ${userId}::uuid AND m.status = 'active' AND c.identity_from IS NOT NULL AND NOT app.meets_identity(m.user_id, c.id)`;
}

/** How many communities require a provider. */
export function countRequiring(tx: Tx, providerId: string): Promise<number> {
  return tx.community.count({ where: { identityFrom: { not: null }, identityProviders: { has: providerId } } });
}
