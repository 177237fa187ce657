import type { SearchResult } from "@archipel/contracts/search.ts";
import { LRUCache } from "lru-cache";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { type GeocoderKind, readAnswer } from "./read-answer.ts";

/** A person waits for suggestions: a slower answer is of no use to them, and is remembered for the next key. */
const LONGEST_MS = 1_200;
const MOST_BYTES = 1024 ** 2;
const MOST_REMEMBERED = 2_000;
const REMEMBERED_MS = 3_600_000;
/** Calls under way; a search beyond them goes without. */
const MOST_AT_ONCE = 4;
/** After so many failures in a row, the service is left alone for a while. */
const MOST_FAILURES = 3;
const PAUSE_MS = 60_000;
const MOST_RESULTS = 8;

interface State {
  readonly known: LRUCache<string, readonly SearchResult[]>;
  underWay: number;
  failures: number;
  pausedUntil: number;
}

const stateOf = perCore(
  (): State => ({ known: new LRUCache({ max: MOST_REMEMBERED, ttl: REMEMBERED_MS }), underWay: 0, failures: 0, pausedUntil: 0 }),
);

type Asking = Pick<Core, "env" | "log" | "memory">;

/**
 * Asks the operator's geocoder, if there is one, for a place that no layer names. The service gets the text and the language, nothing of the
 * person. Its failures never fail a search.
 */
export async function askGeocoder(core: Asking, q: string, locale: "fr" | "en"): Promise<readonly SearchResult[]> {
  const { GEOCODER_URL: url, GEOCODER_KIND: kind } = core.env;
  if (url === undefined) return [];
  const state = stateOf(core);
  const key = `${locale} ${q.toLowerCase()}`;
  const known = state.known.get(key);
  if (known) return known;
  if (state.underWay >= MOST_AT_ONCE || Date.now() < state.pausedUntil) return [];
  state.underWay++;
  try {
    const found = readAnswer(kind, await read(addressOf(url, kind, q, locale)));
    state.known.set(key, found);
    state.failures = 0;
    return found;
  } catch (error) {
    state.failures++;
    if (state.failures >= MOST_FAILURES) state.pausedUntil = Date.now() + PAUSE_MS;
    core.log.warn({ err: error, failures: state.failures }, "the geocoder does not answer");
    return [];
  } finally {
    state.underWay--;
  }
}

function addressOf(base: string, kind: GeocoderKind, q: string, locale: string): URL {
  const address = new URL(base);
  const own = {
    ban: { autocomplete: "1" },
    photon: { lang: locale },
    nominatim: { format: "jsonv2", addressdetails: "1", "accept-language": locale },
  }[kind];
  for (const [name, value] of Object.entries({ q, limit: String(MOST_RESULTS), ...own })) address.searchParams.set(name, value);
  return address;
}

async function read(address: URL): Promise<unknown> {
  const response = await fetch(address, {
    signal: AbortSignal.timeout(LONGEST_MS),
    redirect: "error",
    headers: { accept: "application/json", "user-agent": "Archipel" },
  });
  if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error("its answer is larger than 1 MiB");
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
