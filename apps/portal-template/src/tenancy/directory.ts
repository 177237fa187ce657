import { publicCore } from "../api/core.ts";
import { createPortalDirectory } from "./portal-directory.ts";

/** The portal directory of this process. */
export const lookUpPortal = createPortalDirectory((host) => publicCore.portals.byHost.query({ host }));
