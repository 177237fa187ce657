import { type InputOf, inCommunity } from "./input.ts";

export const audit: Record<string, InputOf> = {
  "audit.actors": inCommunity,
  "audit.list": inCommunity,
  "audit.own": () => ({}),
  "audit.platform": () => ({}),
};
