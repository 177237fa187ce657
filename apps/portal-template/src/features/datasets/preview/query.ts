import { z } from "zod";
import type { SearchParams } from "../../site/loaders.ts";

/** Rows of a page of the preview, and the last page: who wants more downloads the data or opens the table of the map. */
export const PREVIEW_ROWS = 10;
export const PREVIEW_PAGES = 20;

const schema = z.object({
  table: z.uuid().optional().catch(undefined),
  sort: z.string().min(1).max(63).optional().catch(undefined),
  order: z.enum(["asc", "desc"]).catch("asc"),
  page: z.coerce.number().int().min(1).max(PREVIEW_PAGES).catch(1),
});

/** Which rows of which layer the preview shows. `sort` is a column. */
export type PreviewQuery = z.infer<typeof schema>;

/** Reads the preview from an address. Unreadable parts are ignored. */
export function readPreviewQuery({ table, sort, order, page }: SearchParams): PreviewQuery {
  return schema.parse({ table, sort, order, page });
}

/** The same as parameters of the dataset's page. */
export function previewParameters({ table, sort, order, page }: PreviewQuery): Record<string, string | undefined> {
  return { table, sort, order: sort && order === "desc" ? "desc" : undefined, page: page > 1 ? String(page) : undefined };
}
