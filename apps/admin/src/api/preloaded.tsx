import { serverApi } from "@archipel/api-client/server.ts";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Api } from "./api.ts";
import { core, currentMe } from "./core.ts";

/** A page does not wait longer for its data: the browser asks for them then, and shows that it waits. */
const PATIENCE_MS = 400;

interface PreloadedProps {
  /** The community's part of the address. */
  readonly slug: string;
  /** Starts the queries that the page begins with, by `prefetchQuery` and `prefetchInfiniteQuery`, which never reject. */
  readonly load: (queryClient: QueryClient, api: Api, community: MyCommunity) => readonly Promise<void>[];
  readonly children: ReactNode;
}

/**
 * Draws a page with the first rows of its list: they are read on the server as the person who asks, and are in the document. A component
 * that uses the same query finds them. What failed or is late is asked for by the browser, as on any other page.
 */
export async function Preloaded({ slug, load, children }: PreloadedProps) {
  const [client, me] = await Promise.all([core(), currentMe()]);
  const community = me?.communities.find((one) => one.slug === slug);
  if (!client || !community) return children;
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await withinPatience(Promise.all(load(queryClient, serverApi(client, queryClient), community)));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}

async function withinPatience(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
