import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { env } from "../env.ts";
import { contentNews } from "../runtime/content-news.ts";
import { noteFailures } from "./note-failures.ts";

/** core-api as an anonymous visitor sees it, for answers that are cached and shown to everyone. */
export const publicCore = createClient<AppRouter>({ url: `${env.CORE_API_URL}/trpc`, headers: afterNews, onCall: noteFailures });

/** core-api answers with everything that this process has heard of, or later. */
export function afterNews(): Record<string, string> {
  return contentNews.position > 0 ? { "x-archipel-after": String(contentNews.position) } : {};
}
