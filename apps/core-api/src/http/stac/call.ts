import type { Actor } from "../../kernel/actor.ts";
import type { Core } from "../../kernel/core.ts";
import { catalogueAt } from "../../modules/features/collections/service.ts";
import { acceptedLanguages } from "../negotiate.ts";
import { RequestProblem } from "../ogc/problem.ts";
import type { CoreAlone, HttpRequest } from "../route.ts";

/** A request to `/stac`, as its handlers need it. */
export interface StacCall {
  core: Core;
  actor: Actor;
  portalId: string | null;
  /** The name of the portal; null for the whole platform. */
  name: string | null;
  /** `https://host/stac`, with the host of the request. */
  base: string;
  languages: string[];
  query: Readonly<Record<string, string>>;
}

export type Asker = CoreAlone & { actor: Actor };

/**
 * Reads the requested catalogue and the query.
 *
 * @param allowed the address's own parameters; any other is refused, so that a typing error is noticed
 * @throws RequestProblem for an unknown or repeated parameter
 */
export async function readCall({ core, actor }: Asker, request: HttpRequest, allowed: readonly string[] = []): Promise<StacCall> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.query)) {
    const parameter = name.slice(0, 80);
    if (!allowed.includes(name)) throw new RequestProblem(400, "parameter-unknown", { parameter });
    if (typeof value !== "string") throw new RequestProblem(400, "parameter-repeated", { parameter });
    query[name] = value;
  }
  const { portalId, name } = await catalogueAt(core, actor, request.hostname);
  const base = `${request.protocol}://${request.host}/stac`;
  return { core, actor, portalId, name, base, languages: acceptedLanguages(request), query };
}
