import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone } from "../route.ts";
import { extractsApi } from "./api.ts";
import { countExtract, extractArchive, extractProgress, giveUpExtract, orderExtract } from "./handlers.ts";

const ofArea = { permission: "clouds.extract", callers: "any-key", service: "downloads" } as const;
const ofExtract = { ...ofArea, ids: { extractId: "extract-not-found" } } as const;

export const extracts = protocol<CoreAlone>({
  about: "Areas of point clouds: asked for, followed, taken as a zip. For anyone who may see the layer; an archive only for its taker.",
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/downloads/extracts/api",
      permission: "clouds.extract",
      callers: "unasked",
      cost: "light",
      handler: extractsApi,
    },
    { method: "POST", path: "/downloads/extracts/estimate", ...ofArea, cost: "search", handler: countExtract },
    { method: "POST", path: "/downloads/extracts", ...ofArea, cost: "file", handler: orderExtract },
    { method: "GET", path: "/downloads/extracts/:extractId", ...ofExtract, cost: "list", handler: extractProgress },
    { method: "DELETE", path: "/downloads/extracts/:extractId", ...ofExtract, cost: "write", handler: giveUpExtract },
    { method: "GET", path: "/downloads/extracts/:extractId/file", ...ofExtract, cost: "file", inParts: true, handler: extractArchive },
  ],
});
