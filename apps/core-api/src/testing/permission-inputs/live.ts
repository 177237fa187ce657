import { randomUUID } from "node:crypto";
import { ofContribution } from "./contributions.ts";
import type { InputOf } from "./input.ts";

export const live: Record<string, InputOf> = {
  "presence.attend": async (world) => ({ ...(await ofContribution(world, "submitted")), tab: randomUUID(), place: null }),
};
