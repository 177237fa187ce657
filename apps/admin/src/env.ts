import { sessionSettings } from "@archipel/session/settings.ts";
import { z } from "zod";

/** The only reader of process.env in the admin. `src/auth.ts` takes the settings of the identity hub from here. */
const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  ...sessionSettings,
  /** The public address of this console. */
  ARCHIPEL_ADMIN_URL: z.url().default("http://localhost:3001"),
  /** Another origin from which the map may load its style, tiles and sprites; no other by default. */
  ARCHIPEL_BASEMAP_STYLE_URL: z.url().optional(),
});

export const env = schema.parse(process.env);
