import { Resolver } from "node:dns/promises";

/** What DNS answers to a question: values, the certainty that no value exists, or nothing. */
export type DnsAnswer =
  | { readonly kind: "values"; readonly values: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "silent" };

/** The questions that a check asks. Every answer comes within seconds. */
export interface DomainResolver {
  /** The texts of TXT records; each record's parts are joined. */
  texts(name: string): Promise<DnsAnswer>;
  /** IPv4 and IPv6 addresses, behind any aliases. */
  addresses(name: string): Promise<DnsAnswer>;
}

/** Of the first try; the second may take twice as long. */
const TRY_MS = 2_000;
/** Of one question, in tries. */
const DEADLINE_TRIES = 4;
/** Most aliases that are followed one by one, for servers that return an alias without what is behind it. */
const MOST_ALIASES = 5;
/** What is read of an answer, which can be 64 KB. */
const MOST_RECORDS = 100;
const MOST_TEXT = 255;
/** The name has no record of this type, or does not exist. */
const NONE = new Set(["ENODATA", "ENOTFOUND"]);

/**
 * Asks the resolvers of the machine, or the given ones (`192.0.2.1`, `192.0.2.1:5353`). c-ares asks again over TCP when an answer is cut,
 * and reads no more than one message.
 *
 * @param tryMs how long the first try of a question waits
 */
export function createResolver(servers: readonly string[], tryMs = TRY_MS): DomainResolver {
  /** One resolver for each question, so that its deadline cancels this question alone. */
  async function ask(name: string, read: (resolver: Resolver, name: string) => Promise<string[]>, depth = 0): Promise<DnsAnswer> {
    const resolver = new Resolver({ timeout: tryMs, tries: 2 });
    if (servers.length > 0) resolver.setServers([...servers]);
    const timer = setTimeout(() => resolver.cancel(), DEADLINE_TRIES * tryMs);
    try {
      const values = (await read(resolver, name)).slice(0, MOST_RECORDS).map((value) => value.slice(0, MOST_TEXT));
      return values.length > 0 ? { kind: "values", values } : await behindAlias(resolver, name, read, depth);
    } catch (error) {
      if (!NONE.has(codeOf(error))) return { kind: "silent" };
      return await behindAlias(resolver, name, read, depth);
    } finally {
      clearTimeout(timer);
    }
  }

  async function behindAlias(
    resolver: Resolver,
    name: string,
    read: (resolver: Resolver, name: string) => Promise<string[]>,
    depth: number,
  ): Promise<DnsAnswer> {
    // A circle of aliases ends here too.
    if (depth >= MOST_ALIASES) return { kind: "none" };
    try {
      const [alias] = await resolver.resolveCname(name);
      return alias && alias.toLowerCase() !== name ? await ask(alias.toLowerCase(), read, depth + 1) : { kind: "none" };
    } catch (error) {
      return NONE.has(codeOf(error)) ? { kind: "none" } : { kind: "silent" };
    }
  }

  return {
    texts: (name) => ask(name, async (resolver, of) => (await resolver.resolveTxt(of)).map((parts) => parts.join(""))),
    addresses: (name) =>
      ask(name, async (resolver, of) => {
        const found = await Promise.allSettled([resolver.resolve4(of), resolver.resolve6(of)]);
        const values = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
        const failed = found.find((one) => one.status === "rejected" && !NONE.has(codeOf(one.reason)));
        if (values.length === 0 && failed?.status === "rejected") throw failed.reason;
        return values;
      }),
  };
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "");
