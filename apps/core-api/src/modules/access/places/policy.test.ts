import fc from "fast-check";
import { expect, it } from "vitest";
import { isFromOrigins, isInNetworks, originOf } from "./policy.ts";

it("compares addresses with networks of both families, and mapped ones as IPv4", () => {
  const networks = ["192.0.2.0/24", "2001:db8:1::/48", "198.51.100.7"];
  for (const address of ["192.0.2.1", "::ffff:192.0.2.255", "2001:db8:1:ffff::1", "198.51.100.7"]) {
    expect([address, isInNetworks(address, networks)]).toEqual([address, true]);
  }
  for (const address of ["192.0.3.1", "::ffff:192.0.3.1", "2001:db8:2::1", "198.51.100.8", "", "x", "192.0.2.1, 10.0.0.1"]) {
    expect([address, isInNetworks(address, networks)]).toEqual([address, false]);
  }
  expect(isInNetworks("203.0.113.9", [])).toBe(true);
  expect([isInNetworks("203.0.113.9", ["0.0.0.0/0"]), isInNetworks("2001:db8::1", ["0.0.0.0/0"])]).toEqual([true, false]);
});

it("finds every IPv4 address in its own network of any length, and its neighbour network never", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 32 }), (value, bits) => {
      const text = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 255).join(".");
      const other = (value ^ (2 ** (32 - bits))) >>> 0;
      const network = `${text(value)}/${bits}`;
      expect([isInNetworks(text(value), [network]), isInNetworks(text(other), [network])]).toEqual([true, false]);
    }),
  );
});

it("takes the origin of a page, else that of its referer, and never a text that is no address", () => {
  expect(originOf({ origin: "https://carte.example.fr", referer: "https://autre.example/x" })).toBe("https://carte.example.fr");
  expect(originOf({ referer: "https://carte.example.fr/page?x=1" })).toBe("https://carte.example.fr");
  for (const headers of [{}, { origin: "null" }, { referer: "not an address" }, { origin: "data:text/html,x" }]) {
    expect(originOf(headers)).toBeNull();
  }
});

it("matches origins whole, with one name for a star", () => {
  const origins = ["https://carte.example.fr", "https://*.ville.fr", "https://port.fr:443", "http://localhost:8080"];
  for (const origin of ["https://carte.example.fr", "https://plan.ville.fr", "https://port.fr", "http://localhost:8080"]) {
    expect([origin, isFromOrigins(origin, origins)]).toEqual([origin, true]);
  }
  for (const origin of [
    "http://carte.example.fr",
    "https://carte.example.fr.evil.fr",
    "https://evilcarte.example.fr",
    "https://ville.fr",
    "https://a.b.ville.fr",
    "https://.ville.fr",
    "https://evil.fr/.ville.fr",
    "https://evilville.fr",
    "http://localhost:8081",
    null,
  ]) {
    expect([origin, isFromOrigins(origin, origins)]).toEqual([origin, false]);
  }
  expect(isFromOrigins(null, [])).toBe(true);
});
