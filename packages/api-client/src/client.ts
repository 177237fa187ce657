import { wire } from "@archipel/contracts/wire.ts";
import { createTRPCClient, getFetch, httpBatchLink, type TRPCClient, type TRPCLink } from "@trpc/client";
import type { AnyTRPCRouter } from "@trpc/server";
import { observable } from "@trpc/server/observable";
import { apiError, digestOf } from "./errors.ts";

/** A router whose wire format is superjson, as core-api's is: dates arrive as dates. */
export type CoreRouter = AnyTRPCRouter & { _def: { _config: { $types: { transformer: true } } } };

type Fetch = NonNullable<Parameters<typeof getFetch>[0]>;

export interface ClientOptions {
  /** The tRPC address: core-api's `/trpc`, or the host's own `/api/core/trpc` in a browser. */
  readonly url: string;
  /** Called for each request. Only servers hold tokens; in a browser, the site's gateway adds them. */
  readonly headers?: (() => Record<string, string> | Promise<Record<string, string>>) | undefined;
  readonly fetch?: Fetch | undefined;
  /** Called where a call begins; what it returns gets the call's error. */
  readonly onCall?: (() => ((error: unknown) => void) | undefined) | undefined;
}

/**
 * A typed client of core-api, for servers and browsers: `createClient<AppRouter>({ url })`.
 * Calls of one tick travel together, at most 20, which is what the server accepts.
 */
export function createClient<Router extends CoreRouter>(options: ClientOptions): TRPCClient<Router> {
  return createTRPCClient<Router>({ links: [digestLink<Router>(options.onCall), batchLink<Router>(options)] });
}

/**
 * Sets the `digest` of an error: the request's id of an unforeseen one, the wait of one that ends by itself. Of a server error, Next passes
 * only the digest to the browser's error page.
 */
function digestLink<Router extends CoreRouter>(onCall: ClientOptions["onCall"]): TRPCLink<Router> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        const failed = onCall?.();
        return next(op).subscribe({
          next: (value) => observer.next(value),
          error(error) {
            failed?.(error);
            const digest = digestOf(apiError(error));
            observer.error(digest === undefined ? error : Object.assign(error, { digest }));
          },
          complete: () => observer.complete(),
        });
      });
}

function batchLink<Router extends CoreRouter>({ url, headers, fetch }: ClientOptions): TRPCLink<Router> {
  // The link's type depends on the router only by its transformer, which CoreRouter fixes.
  const link: TRPCLink<CoreRouter> = httpBatchLink<CoreRouter>({
    url,
    transformer: wire,
    maxItems: 20,
    maxURLLength: 4000,
    ...(headers && { headers }),
    ...(fetch && { fetch: getFetch(fetch) }),
  });
  return link as TRPCLink<Router>;
}
