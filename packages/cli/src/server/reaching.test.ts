import dns, { type LookupAddress } from "node:dns";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createPort } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { archipel } from "../testing/archipel.ts";
import { useLoopbackNames, withLoopbackNames } from "./loopback-names.ts";

type Found = string | LookupAddress[];

describe("names below localhost", () => {
  const asked: string[] = [];
  const lookup = withLoopbackNames((host, _, callback) => {
    asked.push(host);
    callback(null, "192.0.2.1", 4);
  });
  const find = (host: string, options: object) => new Promise<Found>((done) => lookup(host, options, (_, found) => done(found)));

  test("are on this machine, by either kind of address, and no server is asked for them", async () => {
    const both = [
      { address: "127.0.0.1", family: 4 },
      { address: "::1", family: 6 },
    ];
    for (const host of ["urbanisme.localhost", "a.b.LOCALHOST", "urbanisme.localhost."]) {
      expect(await find(host, { all: true })).toEqual(both);
      expect(await find(host, { all: true, family: 6 })).toEqual([both[1]]);
      expect(await find(host, {})).toBe("127.0.0.1");
      expect(await find(host, { family: "IPv6" })).toBe("::1");
    }
    expect(asked).toEqual([]);
  });

  test("are the only ones: every other name is looked up by the system", async () => {
    const others = ["localhost", "example.org", "localhost.example.org", "notlocalhost"];
    for (const host of others) expect(await find(host, {})).toBe("192.0.2.1");
    expect(asked).toEqual(others);
  });

  test("are reached by every connection of the process", async () => {
    const before = dns.lookup;
    const server = createServer((request, response) => response.end(request.headers.host)).listen(0, "127.0.0.1");
    try {
      await once(server, "listening");
      useLoopbackNames();
      const { port } = server.address() as AddressInfo;
      const host = `urbanisme.localhost:${port}`;
      expect(await (await fetch(`http://${host}/`)).text()).toBe(host);
    } finally {
      Object.assign(dns, { lookup: before });
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("a server that does not answer", () => {
  let folder: string;
  let closedPort: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "archipel-reaching-"));
    await writeFile(join(folder, "area.geojson"), '{"type":"Polygon","coordinates":[[[2,46],[3,46],[3,47],[2,46]]]}');
    const port = createPort().listen(0, "127.0.0.1");
    await once(port, "listening");
    closedPort = (port.address() as AddressInfo).port;
    await new Promise((done) => port.close(done));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => vi.unstubAllEnvs());

  const said = async (words: string[]) => {
    const { code, err } = await archipel([...words, "--lang", "en"]);
    return { code, err };
  };
  const take = (...words: string[]) =>
    said(["cloud", "take", "0199c3aa-0000-7000-8000-000000000000", "--area", join(folder, "area.geojson"), "--estimate", ...words]);

  test("is named with the option or the variable that its address comes from, and with the reason", async () => {
    const url = `http://127.0.0.1:${closedPort}`;
    const from = (source: string) => {
      const text = `${url} does not answer: nothing listens on port ${closedPort}. The address comes from ${source}: `;
      return { code: 4, err: expect.stringContaining(text) };
    };
    vi.stubEnv("ARCHIPEL_URL", "http://core.invalid");
    vi.stubEnv("ARCHIPEL_KEY", "archipel_x");
    expect(await take("--portal", `${url}/`)).toEqual(from("--portal"));
    expect(await take()).toEqual({ code: 4, err: expect.stringContaining("no machine has the name core.invalid. ") });
    vi.stubEnv("ARCHIPEL_URL", url);
    for (const words of [["list"], ["login"]]) expect(await said(words)).toEqual(from("ARCHIPEL_URL"));
    expect(await take()).toEqual(from("ARCHIPEL_URL"));
  });
});
