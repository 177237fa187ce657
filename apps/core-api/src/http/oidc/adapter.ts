import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import * as store from "../../modules/identity/service/oidc-store.ts";
import { clientMetadata } from "./clients.ts";

/** What oidc-provider stores, in the platform's database. Clients are not stored: they follow from the portals table. */
export function adapterFactory(core: Core): AdapterFactory {
  const { database } = core;
  return (model): Adapter => ({
    upsert: (id, payload, expiresIn) => store.storeObject(database, model, id, { ...payload }, expiresIn),
    async find(id) {
      if (model === "Client") return clientMetadata(core, id);
      return (await store.findObject(database, model, id)) as AdapterPayload | undefined;
    },
    async findByUid(uid) {
      return (await store.findObjectByUid(database, model, uid)) as AdapterPayload | undefined;
    },
    // No device flow here.
    findByUserCode: async () => undefined,
    async consume(id) {
      // The provider checked before this call: only the database can decide which of several callers was first.
      if (!(await store.consumeObject(database, model, id))) throw new errors.InvalidGrant("already consumed");
    },
    destroy: (id) => store.destroyObject(database, model, id),
    revokeByGrantId: (grantId) => store.destroyObjectsOfGrant(database, model, grantId),
  });
}
