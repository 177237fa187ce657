import { newFilter } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const filters: Record<string, InputOf> = {
  "filters.list": ({ communityId }) => ({ communityId, kind: "reports" }),
  "filters.save": ({ communityId }) => ({ communityId, kind: "contributions", name: "À moi", filter: { isMine: true } }),
  "filters.remove": async (world, caller) => ({ communityId: world.communityId, filterId: await newFilter(world, caller) }),
};
