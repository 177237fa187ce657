import { mkdirSync, readFileSync } from "node:fs";
import type { Place } from "./contributions.ts";
import { adminUrl, portalUrl } from "./stack.ts";

/** What a community has published from the start (`prisma/seed/journeys`). */
export type Content = "plan" | "floods" | "empty";

interface Made {
  readonly content: Content;
  readonly id: string;
  readonly slug: string;
  readonly portal: { readonly id: string; readonly slug: string; readonly name: string };
  readonly datasetId: string | null;
  readonly layers: Readonly<Record<string, string>>;
}

/** A community that a journey has to itself: what others do meanwhile is not seen in it. */
export interface Community extends Made {
  /** Its portal, without a slash at the end. */
  readonly site: string;
  /** A page of its console. */
  console(path?: string): string;
  layer(name: string): Place;
}

/** Takes a community that no journey had. A journey that is tried again takes another one. */
export function takeCommunity(content: Content): Community {
  const file = process.env.JOURNEY_COMMUNITIES;
  if (!file) throw new Error("JOURNEY_COMMUNITIES names no file: scripts/test/journeys.mjs makes the communities");
  const made: Made[] = JSON.parse(readFileSync(file, "utf8"));
  const free = made.find((one) => one.content === content && takes(`${file}.${one.slug}`));
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

/** A folder is made by one process only: it marks what is taken, whichever worker asks. */
function takes(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch {
    return false;
  }
}
