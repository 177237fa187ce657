import type { KeyService } from "@archipel/contracts/access.ts";
import type { FastifyRequest } from "fastify";
import type { Actor } from "../kernel/actor.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { isFromOrigins, isInNetworks, originOf } from "../modules/access/places/policy.ts";

/** What a request or the input of a call names. */
interface NamedIds {
  readonly datasetIds: readonly string[];
  readonly layerIds: readonly string[];
}

/** The refusal of a program that lacks a scope: its words are those of the form that creates keys. */
function lacksScope(scope: string): DomainError {
  return new DomainError("forbidden", "key-lacks-scope", { scope });
}

/** @throws DomainError when the program's key does not open this service */
export function assertService({ program }: Actor, service: KeyService): void {
  if (program && program.services.length > 0 && !program.services.includes(service)) throw lacksScope(service);
}

/**
 * Refuses datasets and layers that the program is not limited to, whether or not they exist: the answer shows nothing of them. Row-level security
 * repeats it (prisma/policies/reach.sql), also for what a call names in other ways.
 *
 * @param writes whether the call may change what it names: of a dataset of which only some layers are named, it only reads
 */
export function assertReaches({ reach }: Actor, { datasetIds, layerIds }: NamedIds, { writes }: { writes: boolean }): void {
  if (!reach) return;
  const layer = layerIds.find((id) => !reach.layers.includes(id.toLowerCase()));
  if (layer !== undefined) throw lacksScope(`layer:${layer}`);
  const readable = writes ? reach.datasets : [...reach.datasets, ...reach.parents];
  const dataset = datasetIds.find((id) => !readable.includes(id.toLowerCase()));
  if (dataset !== undefined) throw lacksScope(`dataset:${dataset}`);
}

/** Inputs are trees of a few levels. */
const MOST_LEVELS = 6;
/** Other texts name nothing. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The ids of datasets and layers in the input of a call, before it is validated. */
export function idsIn(input: unknown): NamedIds {
  const found = { datasetIds: [] as string[], layerIds: [] as string[] };
  const walk = (value: unknown, level: number): void => {
    if (typeof value !== "object" || value === null || level > MOST_LEVELS) return;
    for (const [name, part] of Object.entries(value)) {
      const list =
        name === "datasetId" || name === "datasetIds"
          ? found.datasetIds
          : name === "layerId" || name === "layerIds"
            ? found.layerIds
            : null;
      if (list === null) walk(part, level + 1);
      else list.push(...[part].flat().filter((id): id is string => typeof id === "string" && UUID.test(id)));
    }
  };
  walk(input, 0);
  return found;
}

/** The refusals of programs, which name the missing scope. */
const REFUSALS = new Set(["key-lacks-scope", "key-reads-only", "key-too-weak", "key-not-from-network", "key-not-from-origin"]);
export const isProgramRefusal = ({ code }: { code: string }): boolean => REFUSALS.has(code);

/** @throws DomainError when the key may not be used from the address, or from the web page, of the request */
export function assertFromHere(
  request: FastifyRequest,
  { networks, origins }: { networks: readonly string[]; origins: readonly string[] },
): void {
  if (!isInNetworks(request.ip, networks)) throw new DomainError("forbidden", "key-not-from-network", { address: request.ip });
  const origin = originOf(request.headers);
  if (!isFromOrigins(origin, origins)) throw new DomainError("forbidden", "key-not-from-origin", { origin: origin ?? "–" });
}
