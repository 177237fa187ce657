import { expect, test } from "vitest";
import { networkOfRequest } from "./caller.ts";

const from = (remoteAddress: string, forwarded?: string) =>
  networkOfRequest({ headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded }, socket: { remoteAddress } as never });

test("believes the proxy of this machine alone, and of its list the nearest address", () => {
  expect(from("127.0.0.1", "203.0.113.9, 192.0.2.7")).toBe("192.0.2.7");
  expect(from("::ffff:127.0.0.1", "2001:db8:1:2::5")).toBe("2001:db8:1:2::/64");
  expect(from("192.0.2.1", "203.0.113.9")).toBe("192.0.2.1");
  expect(from("::ffff:192.0.2.1")).toBe("192.0.2.1");
});

test("gives null for this machine itself", () => {
  expect([from("127.0.0.1"), from("::1"), from("127.0.0.1", "127.0.0.1"), from("127.0.0.1", "")]).toEqual([null, null, null, null]);
});
