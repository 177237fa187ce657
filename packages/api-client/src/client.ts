import { createTRPCClient, getFetch, httpBatchLink, type TRPCClient, type TRPCLink } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import superjson from "superjson";

/** A router whose wire format is superjson, as core-api's is: dates arrive as dates. */
export type CoreRouter = AnyTRPCRouter & { _def: { _config: { $types: { transformer: true } } } };

type Fetch = NonNullable<Parameters<typeof getFetch>[0]>;

export interface ClientOptions {
  /** The tRPC address: core-api's `/trpc`, or the host's own `/api/core/trpc` in a browser. */
  readonly url: string;
  /** Read at each request. Only servers hold tokens; a browser's go-between adds them. */
  readonly headers?: (() => Record<string, string> | Promise<Record<string, string>>) | undefined;
  readonly fetch?: Fetch | undefined;
}

/**
 * A typed client of core-api, for servers and browsers: `createClient<AppRouter>({ url })`.
 * Calls of one tick travel together, at most 20, which is what the server accepts.
 */
export function createClient<Router extends CoreRouter>(options: ClientOptions): TRPCClient<Router> {
  return createTRPCClient<Router>({ links: [batchLink<Router>(options)] });
}

function batchLink<Router extends CoreRouter>({ url, headers, fetch }: ClientOptions): TRPCLink<Router> {
  // The link's own type depends on the router only by its transformer, which CoreRouter states.
  const link: TRPCLink<CoreRouter> = httpBatchLink<CoreRouter>({
    url,
    transformer: superjson,
    maxItems: 20,
    maxURLLength: 4000,
    ...(headers && { headers }),
    ...(fetch && { fetch: getFetch(fetch) }),
  });
  return link as TRPCLink<Router>;
}
