import { publicCore } from "../api/core.ts";
import { createPortalDirectory } from "./portal-directory.ts";

/** This process's directory of hosts. */
export const lookUpPortal = createPortalDirectory((host) => publicCore.portals.byHost.query({ host }));
