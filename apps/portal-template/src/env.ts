import { sessionSettings } from "@archipel/session/settings.ts";
import { z } from "zod";

/** The only reader of process.env in the portal site. */
const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  ...sessionSettings,
  /** Address of the admin for browsers: its editor shows drafts of pages in a frame. */
  ARCHIPEL_ADMIN_URL: z.url().default("http://localhost:3001"),
  /** Another origin whose style, tiles and sprites the map may load; none by default. */
  ARCHIPEL_BASEMAP_STYLE_URL: z.url().optional(),
  /** Memory of each process for public pages, compressed; 0: every page is drawn for its visitor. */
  ARCHIPEL_PAGES_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(64 * 1024 ** 2),
});

export const env = schema.parse(process.env);
