import type { InputOf } from "./input.ts";

export const search: Record<string, InputOf> = {
  "search.suggest": ({ portal }) => ({ portalId: portal.id, q: "ici" }),
};
