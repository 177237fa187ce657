import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { derivedKey, seal, sealed, unseal } from "../../kernel/sealed.ts";
import * as store from "../../modules/identity/service/oidc-store.ts";
import { clientMetadata } from "./clients.ts";
import { assertPatient } from "./device-polls.ts";

/** What oidc-provider stores, in the platform's database. Clients are not stored: they follow from the portals table. */
export function adapterFactory(core: Core): AdapterFactory {
  const { database } = core;
  return (model): Adapter => ({
    async upsert(id, payload, expiresIn) {
      const own = model === "DeviceCode" ? { ...payload, sealedId: seal(derivedKey(core, "device-codes"), id) } : { ...payload };
      await store.storeObject(database, model, id, own, expiresIn);
    },
    async find(id) {
      if (model === "Client") return clientMetadata(core, id);
      if (model === "DeviceCode") assertPatient(core, id);
      return (await store.findObject(database, model, id)) as AdapterPayload | undefined;
    },
    async findByUid(uid) {
      return (await store.findObjectByUid(database, model, uid)) as AdapterPayload | undefined;
    },
    // The page where a person types the code changes the object that the device knows by its secret.
    async findByUserCode(userCode) {
      const found = await store.findObjectByUserCode(database, model, userCode);
      if (!found) return undefined;
      return { ...found, jti: unseal(derivedKey(core, "device-codes"), sealed.parse(found.sealedId)) } as AdapterPayload;
    },
    async consume(id) {
      // The provider checked before this call: only the database can decide which of several callers was first.
      if (!(await store.consumeObject(database, model, id))) throw new errors.InvalidGrant("already consumed");
    },
    destroy: (id) => store.destroyObject(database, model, id),
    revokeByGrantId: (grantId) => store.destroyObjectsOfGrant(database, model, grantId),
  });
}
