import type { InputOf } from "./input.ts";

export const elevation: Record<string, InputOf> = {
  "elevation.list": ({ portal }) => ({ portalId: portal.id }),
  "elevation.heights": ({ portal }) => ({ portalId: portal.id, places: [[2, 46]] }),
  "elevation.profile": ({ portal }) => ({
    portalId: portal.id,
    line: [
      [2, 46],
      [2.01, 46],
    ],
    samples: 2,
  }),
};
