import { type Adapter, type AdapterFactory, type AdapterPayload, errors } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import * as store from "../../modules/identity/service/oidc-store.ts";
import { clientMetadata } from "./clients.ts";

/** What oidc-provider stores, in the platform's database. Clients are not stored: they follow from the portals table. */
export function adapterFactory(core: Core): AdapterFactory {
  const { database } = core;
  return (model): Adapter => ({
    upsert: (id, payload, expiresIn) => store.storeThing(database, model, id, { ...payload }, expiresIn),
    async find(id) {
      if (model === "Client") return clientMetadata(core, id);
      return (await store.findThing(database, model, id)) as AdapterPayload | undefined;
    },
    async findByUid(uid) {
      return (await store.findThingByUid(database, model, uid)) as AdapterPayload | undefined;
    },
    // No device flow here.
    findByUserCode: async () => undefined,
    async consume(id) {
      // The server looked before it asked: only the database can say which of several callers was first.
      if (!(await store.consumeThing(database, model, id))) throw new errors.InvalidGrant("already consumed");
    },
    destroy: (id) => store.destroyThing(database, model, id),
    revokeByGrantId: (grantId) => store.destroyThingsOfGrant(database, model, grantId),
  });
}
