import { mkdirSync, readFileSync } from "node:fs";
import type { Place } from "./contributions.ts";
import { adminUrl, portalUrl } from "./stack.ts";

/** The data that a community has published at the start (`prisma/seed/journeys`). */
export type Content = "plan" | "floods" | "empty";

interface Made {
  readonly content: Content;
  readonly id: string;
  readonly slug: string;
  readonly portal: { readonly id: string; readonly slug: string; readonly name: string };
  readonly datasetId: string | null;
  readonly layers: Readonly<Record<string, string>>;
}

/** A community for one journey alone: no other journey changes it. */
export interface Community extends Made {
  /** The URL of its portal, without a trailing slash. */
  readonly site: string;
  /** The URL of a page of its console. */
  console(path?: string): string;
  layer(name: string): Place;
}

/** Takes a community that no journey has used. A retried journey takes another one. */
export function takeCommunity(content: Content): Community {
  const file = process.env.JOURNEY_COMMUNITIES;
  if (!file) throw new Error("JOURNEY_COMMUNITIES names no file: scripts/test/journeys.mjs creates the communities");
  const made: Made[] = JSON.parse(readFileSync(file, "utf8"));
  const free = made.find((one) => one.content === content && claim(`${file}.${one.slug}`));
  if (!free) throw new Error(`no community with content "${content}" is left: raise its number in scripts/test/journeys.mjs`);
  return {
    ...free,
    site: portalUrl(free.portal.slug),
    console: (path = "") => `${adminUrl}/c/${free.slug}${path}`,
    layer(name) {
      const layerId = free.layers[name];
      if (!layerId || !free.datasetId) throw new Error(`the community has no layer ${name}`);
      return { communityId: free.id, datasetId: free.datasetId, layerId };
    },
  };
}

/** Marks a community as taken by a folder: of several workers, only one can create it. */
function claim(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
