import { randomUUID } from "node:crypto";
import {
  clientAuth,
  type SignInProvider,
  type SignInProviders,
  type saveProviderInput,
  userinfoAlgorithm,
} from "@archipel/contracts/identity-providers.ts";
import { type Locale, localized } from "@archipel/contracts/text.ts";
import type { z } from "zod";
import type { Person } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { type Sealed, seal } from "../../../../kernel/sealed.ts";
import { isOperatorStill } from "../../queries/people.ts";
import {
  arrivedAtStep,
  countProviders,
  countRequiring,
  deleteProviderRow,
  insertProvider,
  lockProvider,
  openProviders,
  type ProviderRow,
  providerRows,
  updateProvider,
} from "../queries.ts";
import { providerKeyOf, redirectUriOf, signedOutUriOf } from "./configuration.ts";

/** The sign-in page lists them all. */
const MOST_PROVIDERS = 30;

type Listed = ProviderRow & { _count: { identities: number } };

function shown(core: Core, row: Listed): SignInProvider {
  const { id, issuer, clientId, scopes, usesPkce, wantsAmr, wantedAcr, secondStepValues, emailDomains, trustsAddresses, isOn } = row;
  const { fr = "", en = "" } = localized.catch({}).parse(row.name);
  return {
    ...{ id, issuer, clientId, scopes, usesPkce, wantsAmr, wantedAcr, secondStepValues, emailDomains, trustsAddresses, isOn },
    name: { fr, en },
    clientSecret: null,
    clientAuth: clientAuth.catch("basic").parse(row.clientAuth),
    userinfoAlgorithm: userinfoAlgorithm.nullable().catch(null).parse(row.userinfoAlgorithm),
    people: row._count.identities,
    redirectUri: redirectUriOf(core, id),
    signOutUri: signedOutUriOf(core),
  };
}

/** All providers, for operators. Secrets are never read back. */
export async function listProviders(core: Core): Promise<SignInProviders> {
  const rows = await core.database.withSystem(providerRows);
  const id = randomUUID();
  return {
    items: rows.map((row) => shown(core, row)),
    next: { id, redirectUri: redirectUriOf(core, id), signOutUri: signedOutUriOf(core) },
  };
}

/** What a community may require. */
export async function requirableProviders(core: Core) {
  const rows = await core.database.withSystem(openProviders);
  return rows.map(({ id, name }) => ({ id, name: localized.catch({}).parse(name) }));
}

/** What the sign-in page offers, in a language. */
export async function offeredProviders(core: Core, locale: Locale): Promise<{ id: string; name: string }[]> {
  const rows = await core.database.withSystem(openProviders);
  return rows.map(({ id, name }) => ({ id, name: nameIn(name, locale) }));
}

/** The name of the provider whose identity the sign-in under way links; null for a plain sign-in. */
export async function linkingAtStep(core: Core, step: string, locale: Locale): Promise<string | null> {
  const row = await core.database.withSystem((tx) => arrivedAtStep(tx, step));
  return row?.wantsLink ? nameIn(row.provider.name, locale) : null;
}

/** The name of a provider in a language. */
export function nameIn(name: unknown, locale: Locale): string {
  const { fr = "", en = "" } = localized.catch({}).parse(name);
  return (locale === "fr" ? fr : en) || fr || en;
}

/**
 * Sets a provider up, or changes it.
 *
 * @throws DomainError for another issuer once people have identities there: a subject names a person at one issuer only
 */
export function saveProvider(core: Core, actor: Person, input: z.infer<typeof saveProviderInput>): Promise<SignInProvider> {
  const { id, isNew, clientSecret, ...settings } = input;
  const sealedSecret = clientSecret === null ? null : seal(providerKeyOf(core), clientSecret);
  return core.database.withSystem(async (tx) => {
    if (!(await isOperatorStill(tx, actor.userId))) throw new DomainError("forbidden", "operators-only");
    const before = await lockProvider(tx, id);
    if (isNew !== (before === null)) throw new DomainError("not-found", "provider-not-found");
    if (before && before.issuer !== settings.issuer && before._count.identities > 0)
      throw new DomainError("conflict", "provider-issuer-fixed", { people: before._count.identities }, "issuer");
    if (!before && (await countProviders(tx)) >= MOST_PROVIDERS)
      throw new DomainError("full", "too-many-providers", { most: MOST_PROVIDERS });
    const saved = before
      ? await updateProvider(tx, before.id, { ...settings, ...(sealedSecret && { sealedSecret }) })
      : await insertProvider(tx, { id, ...settings, sealedSecret: secretOf(sealedSecret) });
    await audit(tx, { ...about(actor, saved.id, settings.name.fr), action: before ? "provider.changed" : "provider.added" });
    return shown(core, { ...saved, _count: { identities: before?._count.identities ?? 0 } });
  });
}

function secretOf(sealedSecret: Sealed | null): Sealed {
  if (!sealedSecret) throw new DomainError("invalid", "provider-secret-missing", {}, "clientSecret");
  return sealedSecret;
}

/** Removes a provider with the identities that people have there. Their accounts stay: a mail lets them choose a password. */
export async function deleteProvider(core: Core, actor: Person, id: string): Promise<void> {
  await core.database.withSystem(async (tx) => {
    if (!(await isOperatorStill(tx, actor.userId))) throw new DomainError("forbidden", "operators-only");
    const before = await lockProvider(tx, id);
    if (!before) throw new DomainError("not-found", "provider-not-found");
    const requiring = await countRequiring(tx, id);
    if (requiring > 0) throw new DomainError("conflict", "provider-required", { communities: requiring });
    await deleteProviderRow(tx, id);
    await audit(tx, { ...about(actor, id, nameIn(before.name, "fr")), action: "provider.deleted" });
  });
}

function about({ userId }: Person, id: string, name: string) {
  return { communityId: null, actorId: userId, resourceType: "provider", resourceId: id, summary: { name } };
}
