import { wire } from "@archipel/contracts/wire.ts";
import { ANY_METHOD, type RouteLine } from "../http/route.ts";
import { bearer } from "./bearer.ts";
import { inputs } from "./permission-inputs.ts";
import type { Caller } from "./permission-world.ts";
import { type Address, addresses } from "./route-addresses.ts";
import type { RouteWorld } from "./route-world.ts";

// Calls of procedures and routes by somebody who is no caller of the permission matrix: a person with one grant, or of an organisation.
// Each comes from a network of its own: the limits of one network would refuse the later ones.

let calls = 0;
function ownNetwork(): Record<string, string> {
  calls += 1;
  return { "x-forwarded-for": `198.${18 + ((calls >> 16) & 1)}.${(calls >> 8) & 255}.${calls & 255}` };
}

const READS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** A call of somebody. `as`: whose inputs it uses, where they are made for one caller. */
export type Call = (caller: { as: Caller; token: string | null }, who: RouteWorld) => Promise<string>;

/** The same input serves for all callers of a query, and for those who are refused, if it is not made for one of them. */
export function procedureCall(path: string, type: string): Call {
  const build = inputs[path];
  if (!build) throw new Error(`${path} has no input`);
  let kept: { input: unknown } | null = null;
  return async ({ as, token }, who) => {
    const { input } = (build.length < 2 && kept) || { input: await build(who, as) };
    const body = wire.serialize(input);
    const isQuery = type === "query";
    // Without a socket, a refusal costs an eighth less. Routes are called through one.
    const response = await who.app.inject({
      url: `/trpc/${path}`,
      headers: { ...ownNetwork(), ...bearer(token) },
      ...(isQuery ? { query: { input: JSON.stringify(body) } } : { method: "POST", payload: body }),
    });
    kept = isQuery || response.statusCode !== 200 ? { input } : null;
    if (response.statusCode === 200) return "allowed";
    const answer: { error: Parameters<typeof wire.deserialize>[0] } = response.json();
    const error = wire.deserialize<{ message: string; data: { code: string } }>(answer.error);
    return `${error.data.code} ${error.message}`;
  };
}

/** The same address serves for all callers where nothing is used up, if it is not made for one of them. */
export function routeCall(name: string, line: RouteLine): Call {
  const build = addresses[name];
  if (!build) throw new Error(`${name} has no address`);
  let kept: Address | null = null;
  return async ({ as, token: own }, who) => {
    const address: Address = (build.length < 2 && kept) || (await build(who, as));
    const abort = new AbortController();
    const method = address.method ?? [line.method].flat()[0] ?? "GET";
    const response = await fetch(new URL(address.url, who.url), {
      method,
      headers: { ...ownNetwork(), ...address.headers, ...bearer(address.token ?? own) },
      body: address.body ?? null,
      redirect: "manual",
      signal: abort.signal,
    });
    const onlyReads = READS.has(method) && !address.isUsedUp;
    kept = onlyReads || response.status >= 400 ? address : null;
    if (response.status < 400) {
      // A stream of events does not end by itself.
      abort.abort();
      return "allowed";
    }
    const text = await response.text();
    if (text === "") return String(response.status);
    const { error, code }: { error?: string; code?: string } = JSON.parse(text);
    return `${response.status} ${error ?? code ?? ""}`;
  };
}

export function nameOf({ method, path }: RouteLine): string {
  return `${method === ANY_METHOD ? "ANY" : [method].flat().join(" ")} ${path}`;
}
