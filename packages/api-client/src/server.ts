import type { QueryClient } from "@tanstack/react-query";
import type { TRPCClient } from "@trpc/client";
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { CoreRouter } from "./client.ts";

/** What `useApi` gives components, for a server that reads queries before it draws a page: the same options, the same keys. */
export function serverApi<Router extends CoreRouter>(client: TRPCClient<Router>, queryClient: QueryClient): TRPCOptionsProxy<Router> {
  return createTRPCOptionsProxy<Router>({ client, queryClient });
}
