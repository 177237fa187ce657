import type { InputOf } from "./input.ts";

export const visits: Record<string, InputOf> = {
  "visits.report": ({ communityId, portal }) => ({ communityId, portalId: portal.id, from: "2026-11-01", to: "2026-11-30" }),
  "visits.setCounting": ({ communityId, portal }) => ({ communityId, portalId: portal.id, isCounting: true }),
};
