import { z } from "zod";

/** Lists are paged: `cursor` is opaque, null at the end. */
export const pageInput = { cursor: z.string().max(200).nullish(), limit: z.int().min(1).max(100).default(30) };

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int() });
}

export type Page<T> = { items: T[]; nextCursor: string | null; total: number };
