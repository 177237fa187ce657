import { type DnsTestServer, startDnsServer } from "@archipel/testing/dns-server.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lookUp } from "./look-up.ts";
import { createResolver, type DomainResolver } from "./resolver.ts";

// A real DNS server on loopback: what c-ares makes of answers is part of what is tested.

let dns: DnsTestServer;
let resolver: DomainResolver;
beforeAll(async () => {
  dns = await startDnsServer();
  resolver = createResolver([dns.address], 150);
});
beforeEach(() => {
  dns.zone.clear();
  dns.silent.clear();
  dns.failing.clear();
  dns.asked.length = 0;
});
afterAll(() => dns.stop());

const question = { host: "carte.ville.fr", token: "mine", slugHost: "ville.archipel.fr", ownAddresses: ["192.0.2.1"] };
const proof = { TXT: ["archipel-portal=mine"] };

describe("createResolver", () => {
  it("returns texts and addresses, and distinguishes nothing from silence", async () => {
    dns.zone.set("a.fr", { TXT: ["one", "two"], A: ["192.0.2.1"], AAAA: ["2001:db8::1"] });
    dns.silent.add("quiet.fr");
    dns.failing.add("broken.fr");
    expect(await resolver.texts("a.fr")).toEqual({ kind: "values", values: ["one", "two"] });
    expect(await resolver.addresses("a.fr")).toEqual({ kind: "values", values: ["192.0.2.1", "2001:db8::1"] });
    expect(await resolver.texts("unknown.fr")).toEqual({ kind: "none" });
    expect(await resolver.texts("broken.fr")).toEqual({ kind: "silent" });
    expect(await resolver.texts("quiet.fr")).toEqual({ kind: "silent" });
  });

  it("follows aliases, and ends in circles of them", async () => {
    dns.zone.set("a.fr", { CNAME: "b.fr" });
    dns.zone.set("b.fr", { CNAME: "c.fr" });
    dns.zone.set("c.fr", { TXT: ["behind"] });
    expect(await resolver.texts("a.fr")).toEqual({ kind: "values", values: ["behind"] });
    dns.zone.set("round.fr", { CNAME: "about.fr" });
    dns.zone.set("about.fr", { CNAME: "round.fr" });
    dns.zone.set("self.fr", { CNAME: "self.fr" });
    dns.asked.length = 0;
    expect(await resolver.texts("round.fr")).toEqual({ kind: "none" });
    expect(await resolver.texts("self.fr")).toEqual({ kind: "none" });
    expect(dns.asked.length).toBeLessThan(30);
  });

  it("reads a cut answer over TCP, and no more of a huge one than it needs", async () => {
    dns.zone.set("big.fr", { TXT: Array.from({ length: 200 }, (_, index) => `${index} ${"x".repeat(240)}`) });
    const answer = await resolver.texts("big.fr");
    expect(dns.asked.some(({ over }) => over === "tcp")).toBe(true);
    expect(answer.kind === "values" && answer.values.length).toBe(100);
    expect(answer.kind === "values" && Math.max(...answer.values.map((value) => value.length))).toBeLessThanOrEqual(255);
    dns.zone.set("long.fr", { TXT: ["y".repeat(60_000)] });
    const long = await resolver.texts("long.fr");
    expect(long.kind === "values" && long.values.map((value) => value.length)).toEqual([255]);
  });
});

describe("lookUp", () => {
  it("finds the proof among other records, and where the domain points", async () => {
    dns.zone.set("_archipel.carte.ville.fr", { TXT: ["v=spf1 -all", "archipel-portal=mine"] });
    dns.zone.set("carte.ville.fr", { CNAME: "ville.archipel.fr" });
    dns.zone.set("ville.archipel.fr", { A: ["192.0.2.1"] });
    expect(await lookUp(resolver, question)).toEqual({ proof: "proved", texts: [], points: "here", pointsTo: [] });
    dns.zone.set("carte.ville.fr", { A: ["198.51.100.9"] });
    expect(await lookUp(resolver, question)).toMatchObject({ points: "elsewhere", pointsTo: ["198.51.100.9"] });
    dns.zone.delete("carte.ville.fr");
    expect(await lookUp(resolver, question)).toMatchObject({ proof: "proved", points: "nowhere" });
  });

  it("without addresses of the operator, compares with those of the portal's own host", async () => {
    dns.zone.set("_archipel.carte.ville.fr", proof);
    dns.zone.set("carte.ville.fr", { A: ["192.0.2.7"] });
    dns.zone.set("ville.archipel.fr", { A: ["192.0.2.7"] });
    expect(await lookUp(resolver, { ...question, ownAddresses: [] })).toMatchObject({ points: "here" });
  });

  it.each([
    ["of another portal", "archipel-portal=theirs"],
    ["in another place of the text", "x archipel-portal=mine"],
    ["in capitals", "ARCHIPEL-PORTAL=MINE"],
    ["with more behind it", "archipel-portal=mine2"],
  ])("is not proved by a text %s", async (_what, text) => {
    dns.zone.set("_archipel.carte.ville.fr", { TXT: [text] });
    expect(await lookUp(resolver, question)).toMatchObject({ proof: "other", texts: [text] });
  });

  it("is not proved by a record at the domain itself or at its parent", async () => {
    for (const name of ["carte.ville.fr", "ville.fr", "_archipel.ville.fr"]) dns.zone.set(name, proof);
    expect(await lookUp(resolver, question)).toMatchObject({ proof: "missing" });
  });

  it("accepts the quotes that some providers keep", async () => {
    dns.zone.set("_archipel.carte.ville.fr", { TXT: ['"archipel-portal=mine" '] });
    expect(await lookUp(resolver, question)).toMatchObject({ proof: "proved" });
  });

  it("shows what was found without control characters, shortened", async () => {
    dns.zone.set("_archipel.carte.ville.fr", { TXT: ["a\u0007b\u007fc", "z".repeat(250), "c", "d"] });
    const found = await lookUp(resolver, question);
    expect(found?.texts).toEqual(["a�b�c", `${"z".repeat(99)}…`, "c"]);
  });

  it("says that the domain's servers are silent only if others answer", async () => {
    dns.silent.add("_archipel.carte.ville.fr");
    expect(await lookUp(resolver, question)).toMatchObject({ proof: "no-answer" });
    dns.silent.add("*");
    expect(await lookUp(resolver, question)).toBeNull();
  });
});
