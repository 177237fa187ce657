import { BlockList, isIP } from "node:net";

/**
 * Whether an IP address is in one of these addresses and networks (CIDR). An IPv4 address written in IPv6 (`::ffff:192.0.2.1`) is compared as
 * IPv4. An empty list allows every address.
 */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  if (networks.length === 0) return true;
  const [plain = ""] = address.split("%");
  const bare = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1] ?? plain;
  const version = isIP(bare);
  if (version === 0) return false;
  const allowed = new BlockList();
  for (const network of networks) {
    const [start = "", bits] = network.split("/");
    const family = isIP(start) === 6 ? "ipv6" : "ipv4";
    allowed.addSubnet(start, bits === undefined ? (family === "ipv6" ? 128 : 32) : Number(bits), family);
  }
  return allowed.check(bare, version === 6 ? "ipv6" : "ipv4");
}

/** The origin that a browser names: of the page that asks, else of the page that it was linked from. Null: the request names no page. */
export function originOf(headers: { origin?: string | undefined; referer?: string | undefined }): string | null {
  const named = headers.origin ?? headers.referer;
  // A page without an origin, such as a sandboxed frame, sends the text "null".
  if (named === undefined || !URL.canParse(named)) return null;
  const { origin } = new URL(named);
  return origin === "null" ? null : origin;
}

/** Whether a web page may use a key. `*.` is any one name: `https://*.example.fr` allows `https://carte.example.fr`, nothing deeper. */
export function isFromOrigins(origin: string | null, origins: readonly string[]): boolean {
  if (origins.length === 0) return true;
  if (origin === null) return false;
  return origins.some((allowed) => {
    const wanted = normal(allowed);
    const [before, after] = wanted.split("*.");
    if (before === undefined || after === undefined) return origin === wanted;
    const name = origin.startsWith(before) && origin.endsWith(`.${after}`) ? origin.slice(before.length, -after.length - 1) : "";
    return /^[a-z0-9-]+$/.test(name);
  });
}

/** Without the port that the scheme implies, as browsers write it. */
function normal(origin: string): string {
  return origin.replace(/^(https:.*):443$|^(http:.*):80$/, "$1$2");
}
