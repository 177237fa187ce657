import dns, { type LookupAddress, type LookupOptions } from "node:dns";

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
type Lookup = (host: string, options: LookupOptions, callback: Callback) => void;

const LOOPBACK: readonly LookupAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/**
 * Finds names below `localhost`, such as the portals of a demo, on this machine, as RFC 6761 (6.3) says. Browsers do the same; many systems
 * have no resolver that does.
 *
 * @param system looks up every other name
 */
export function withLoopbackNames(system: Lookup): Lookup {
  return (host, options, callback) => {
    if (!/\.localhost\.?$/i.test(host)) return system(host, options, callback);
    const wanted = Number(String(options.family ?? 0).replace("IPv", ""));
    const found = LOOPBACK.filter(({ family }) => wanted === 0 || family === wanted);
    process.nextTick(() => (options.all ? callback(null, found) : callback(null, found[0]?.address ?? "", found[0]?.family)));
  };
}

/** Makes all connections of this process find these names: those of `fetch` take no lookup of their own. */
export function useLoopbackNames(): void {
  Object.assign(dns, { lookup: withLoopbackNames(dns.lookup as Lookup) });
}
