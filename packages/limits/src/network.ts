import { isIPv6 } from "node:net";

/**
 * The network that an IP address counts for: an IPv4 address for itself, IPv6 by its /64, which is what a provider gives to one customer.
 * An IPv4 address written in IPv6 (`::ffff:192.0.2.1`) counts as IPv4. Other text is its own network.
 */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain)) return plain;
  const groups = groupsOf(plain);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (!isMapped) return `${groups.slice(0, 4).map(hex).join(":")}::/64`;
  return [...groups.slice(6)].flatMap((group) => [group >> 8, group & 0xff]).join(".");
}

const hex = (group: number) => group.toString(16);

/** The eight groups of an IPv6 address. A URL writes every spelling in the same way, without an IPv4 tail. */
function groupsOf(address: string): number[] {
  const [head = "", tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [first, last] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16))));
  const [before = [], after = []] = [first, last];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
