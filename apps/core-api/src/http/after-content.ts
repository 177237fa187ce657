import type { Core } from "../kernel/core.ts";
import { publicContent } from "../kernel/public-content.ts";
import type { HttpRequest } from "./route.ts";

/**
 * A portal draws a page because of a change, and names its event (`x-archipel-after`): another process of core-api may not have read of it yet,
 * and would answer from its memory.
 */
export async function afterContent(core: Core, { headers }: HttpRequest): Promise<void> {
  const header = headers["x-archipel-after"];
  if (typeof header === "string" && /^\d{1,15}$/.test(header)) await publicContent(core).readUpTo(Number(header));
}
