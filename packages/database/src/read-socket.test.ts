import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectionStream, readInstead } from "./read-socket.ts";

const server = net.createServer();
beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
afterAll(() => once(server.close(), "close"));

/** Both ends of a new connection. */
async function connected() {
  const socket = connectionStream();
  const accepted = once(server, "connection") as Promise<[net.Socket]>;
  socket.connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [[far]] = await Promise.all([accepted, once(socket, "connect")]);
  return { socket, far };
}

test("what comes later does not change what was read before", async () => {
  const { socket, far } = await connected();
  const pieces: Buffer[] = [];
  socket.on("data", (bytes: Buffer) => pieces.push(bytes));
  for (const letter of "abc") {
    far.write(letter.repeat(1000));
    await once(socket, "data");
  }
  far.end("d".repeat(300_000));
  await once(socket, "close");
  expect(Buffer.concat(pieces).toString()).toBe(`${"a".repeat(1000)}${"b".repeat(1000)}${"c".repeat(1000)}${"d".repeat(300_000)}`);
});

test("a reader gets everything until it gives the connection back, with the bytes that it leaves", async () => {
  const { socket, far } = await connected();
  const usual: string[] = [];
  socket.on("data", (bytes: Buffer) => usual.push(String(bytes)));
  const giveBack = await new Promise<(rest: Buffer) => void>((resolve) => {
    const back = readInstead({ stream: socket } as unknown as pg.Connection, (bytes) => {
      expect(String(bytes)).toBe("rows and rest");
      resolve(back);
    });
    far.write("rows and rest");
  });
  expect(usual).toEqual([]);
  giveBack(Buffer.from("rest"));
  far.end("next");
  await once(socket, "close");
  expect(usual).toEqual(["rest", "next"]);
});

test.each([
  ["ends", (far: net.Socket) => far.end()],
  ["breaks", (far: net.Socket) => far.resetAndDestroy()],
])("pg notices that a connection %s, while idle and while it waits for an answer", async (_, cut) => {
  for (const isWaiting of [false, true]) {
    const client = new pg.Client({ host: "127.0.0.1", port: (server.address() as AddressInfo).port, stream: connectionStream });
    const accepted = once(server, "connection") as Promise<[net.Socket]>;
    const opened = client.connect();
    const [far] = await accepted;
    far.on("error", () => {});
    await once(far, "data");
    // AuthenticationOk and ReadyForQuery.
    far.write(Buffer.from("520000000800000000" + "5a0000000549", "hex"));
    await opened;
    const errors: Error[] = [];
    client.on("error", (error) => errors.push(error));
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    const answer = isWaiting ? client.query("SELECT 1") : null;
    const refused = answer && expect(answer).rejects.toThrow();
    cut(far);
    await Promise.all([refused, ended]);
    expect(errors.length > 0, "the pool hears of it").toBe(true);
  }
});
