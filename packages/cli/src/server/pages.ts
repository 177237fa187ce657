import type { Page } from "@archipel/contracts/page.ts";

/** Every item of a list on the server, read page by page. */
export async function* pages<T>(read: (page: { cursor?: string; limit: number }) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ ...(cursor !== null && { cursor }), limit: 100 });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
