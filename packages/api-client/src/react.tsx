"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { type ReactNode, useState } from "react";
import { type CoreRouter, createClient } from "./client.ts";
import { isRetryable } from "./errors.ts";

/**
 * React Query bound to a router. An app calls it once, with its router's type:
 * `export const { ApiProvider, useApi, useApiClient } = createReactApi<AppRouter>()`, then
 * `useQuery(useApi().datasets.view.queryOptions({ … }))`.
 */
export function createReactApi<Router extends CoreRouter>() {
  const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<Router>();

  // biome-ignore lint/correctness/noComponentHookFactories: an app calls this once, at module level
  function ApiProvider({ url = "/api/core/trpc", isAnonymous = false, children }: ApiProviderProps) {
    const [queryClient] = useState(createQueryClient);
    const [client] = useState(() => createClient<Router>({ url, ...(isAnonymous && { fetch: fetchWithoutCookies }) }));
    return (
      <QueryClientProvider client={queryClient}>
        <TRPCProvider trpcClient={client} queryClient={queryClient}>
          {children}
        </TRPCProvider>
      </QueryClientProvider>
    );
  }

  return { ApiProvider, useApi: useTRPC, useApiClient: useTRPCClient };
}

interface ApiProviderProps {
  readonly url?: string;
  /** Reads as an anonymous visitor, also where a person is signed in; read once, at the start. */
  readonly isAnonymous?: boolean;
  readonly children: ReactNode;
}

const fetchWithoutCookies: typeof fetch = (input, init) => fetch(input, { ...init, credentials: "omit" });

/** A refusal is an answer and is not retried: only network and server failures are. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { staleTime: 15_000, retry: (count, error) => count < 2 && isRetryable(error) } },
  });
}
