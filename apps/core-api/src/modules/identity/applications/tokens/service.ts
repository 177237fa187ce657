import type { CommunityKeyScope, KeyService } from "@archipel/contracts/access.ts";
import type { Reach } from "@archipel/database/scope.ts";
import type { Core } from "../../../../kernel/core.ts";
import { deleteGrants } from "../../queries/payloads.ts";
import { storedId } from "../../service/sessions.ts";
import { applicationIdOf, MOST_CONSENTS, rightsOf, secretOfApplication } from "../policy.ts";
import { consentsFor, type LiveApplication, liveApplication, noteUse, tokenHolder } from "../queries.ts";
import { endOfConsent } from "../service.ts";

/** Who calls with an application's token, and what it opens. */
export interface ApplicationCall {
  grantId: string;
  userId: string;
  applicationId: string | null;
  /** Set for the command line. */
  communityId: string | null;
  level: CommunityKeyScope;
  services: KeyService[];
  reach: Reach | null;
}

/** The caller of an application's access token; null for a token that opens no data. Records its use, to the minute. */
export function applicationCall(core: Core, accessToken: string): Promise<ApplicationCall | null> {
  return core.database.withSystem(async (tx) => {
    const holder = await tokenHolder(tx, storedId("AccessToken", accessToken));
    const rights = holder && rightsOf(holder.scopes);
    if (!holder || !rights) return null;
    if (!holder.isNoted) await noteUse(tx, holder.grantRowId);
    const { grantRowId, userId, applicationId, communityId, reach } = holder;
    return { grantId: grantRowId, userId, applicationId, communityId, reach, ...rights };
  });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The application of a client id with its secret, if it may act. */
export async function applicationOfClient(core: Core, clientId: string): Promise<(LiveApplication & { secret: string }) | null> {
  const id = applicationIdOf(clientId);
  const found = id !== null && UUID.test(id) ? await core.database.withSystem((tx) => liveApplication(tx, id)) : undefined;
  return found ? { ...found, secret: secretOfApplication(core, found.id, found.secretVersion) } : null;
}

interface Consent {
  clientId: string;
  userId: string;
  /** The grant that the hub has stored. */
  grantId: string;
  scopes: readonly string[];
  /** The community that the command line acts in. */
  communityId: string | null;
}

/** Keeps what a person allows. Beyond a few living consents for the same client, the oldest end. */
export function keepConsent(core: Core, { clientId, userId, grantId, scopes, communityId }: Consent): Promise<void> {
  return core.database.withSystem(async (tx) => {
    const applicationId = applicationIdOf(clientId);
    const grantKey = storedId("Grant", grantId);
    const own = { clientId, applicationId, userId, communityId, grantId, grantKey, scopes: [...scopes], expiresAt: endOfConsent() };
    await tx.applicationGrant.create({ data: own });
    const old = (await consentsFor(tx, userId, clientId)).slice(MOST_CONSENTS);
    await deleteGrants(
      tx,
      old.map((one) => one.grantId),
      old.map((one) => one.grantKey),
    );
  });
}
