import { AsyncLocalStorage } from "node:async_hooks";
import { LRUCache } from "lru-cache";
import { errors } from "oidc-provider";
import type { Core } from "../../kernel/core.ts";
import { perCore } from "../../kernel/per-core.ts";

/** Time between two questions of a device: the five seconds of RFC 8628, and a little less because of clocks. */
const INTERVAL_MS = 4_500;

const inTokenRequest = new AsyncLocalStorage<true>();
/** When each device last asked, by its code. Each process counts separately. */
const asksOf = perCore(() => new LRUCache<string, number>({ max: 10_000, ttl: 900_000 }));

/** Runs a request of the token endpoint: in it, a device asks whether it may enter. */
export const asDevice = <T>(work: () => Promise<T>): Promise<T> => inTokenRequest.run(true, work);

/** @throws errors.SlowDown when a device asks again too soon */
export function assertPatient(core: Core, deviceCode: string, now = Date.now()): void {
  if (!inTokenRequest.getStore()) return;
  const asks = asksOf(core);
  const last = asks.get(deviceCode);
  asks.set(deviceCode, now);
  if (last !== undefined && now - last < INTERVAL_MS) throw new errors.SlowDown("ask again in five seconds");
}

/** For tests: as if the devices had waited. */
export function forgetAsks(core: Core): void {
  asksOf(core).clear();
}
