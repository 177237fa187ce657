import type { StartStep, StartStepKey } from "@archipel/contracts/portal-start.ts";
import { links } from "../../../links.ts";

/** Where a step is done. @param portalId null: there is no portal yet */
export function stepLink(step: StartStep, community: string, portalId: string): string {
  const places: Readonly<Record<StartStepKey, string>> = {
    data: step.state === "hidden" ? links.datasets(community) : `${links.portal(community, portalId)}#datasets`,
    places: step.datasetId === null ? links.datasets(community) : links.dataset(community, step.datasetId),
    answers: links.answers(community, portalId),
    view: `${links.portal(community, portalId)}#view`,
    look: links.appearance(community, portalId),
    legal: links.site(community, portalId, "legal"),
    languages: links.site(community, portalId),
    online: `${links.portal(community, portalId)}#start`,
  };
  // Nothing is published at all: the first act is to send a file.
  if (step.key === "data" && step.state === "todo" && !step.hasSource) return links.uploads(community);
  return places[step.key];
}
