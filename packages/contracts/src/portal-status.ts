import { z } from "zod";

/** `preparing`: not online yet; its managers see it, and people with its private link. `deleted`: until it is erased, managers restore it. */
export const portalStatus = z.enum(["preparing", "live", "archived", "deleted"]);
export type PortalStatus = z.infer<typeof portalStatus>;
