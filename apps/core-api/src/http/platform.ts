import { health, prometheus, ready } from "./health.ts";
import { protocol } from "./protocol.ts";
import { type CoreAlone, coreAlone } from "./route.ts";

/** In a file of its own: a worker serves these routes only, and must not load those of the route table. */
export const platform = protocol<CoreAlone>({
  about:
    "For the operator: whether the process answers, whether it can serve, and its figures. Kept to the operator's network by the proxy.",
  open: coreAlone,
  routes: [
    { method: "GET", path: "/health", permission: "platform.observe", callers: "unasked", cost: "light", handler: health },
    { method: "GET", path: "/ready", permission: "platform.observe", callers: "unasked", cost: "light", handler: ready },
    { method: "GET", path: "/metrics", permission: "platform.observe", callers: "unasked", cost: "light", handler: prometheus },
  ],
});
