import { createSocket } from "node:dgram";
import { createServer, type Socket } from "node:net";

// A DNS server of tests, on loopback, over UDP and TCP: it answers what a test sets, and can be slow, silent, wrong or huge.

const TYPES = { A: 1, CNAME: 5, TXT: 16, AAAA: 28 } as const;
const MOST_UDP_BYTES = 512;
const [NO_ERROR, SERVER_FAILURE, NAME_ERROR] = [0, 2, 3];

export interface DnsRecords {
  A?: readonly string[];
  AAAA?: readonly string[];
  /** A text longer than 255 bytes becomes several parts of one record. */
  TXT?: readonly string[];
  CNAME?: string;
}

export interface DnsTestServer {
  /** For `DOMAINS_DNS_SERVERS`. */
  readonly address: string;
  /** The names that were asked over UDP and TCP, each with its type number. */
  readonly asked: { name: string; type: number; over: "udp" | "tcp" }[];
  /** The records of each name, in lower case. An unknown name does not exist. */
  readonly zone: Map<string, DnsRecords>;
  /** Names to which no answer is ever sent; `*` for all. */
  readonly silent: Set<string>;
  /** Names that get the answer "server failure". */
  readonly failing: Set<string>;
  stop(): Promise<void>;
}

/** @param port by default one that is free */
export async function startDnsServer(zone: Record<string, DnsRecords> = {}, port = 0): Promise<DnsTestServer> {
  const asked: DnsTestServer["asked"] = [];
  const server = { asked, zone: new Map(Object.entries(zone)), silent: new Set<string>(), failing: new Set<string>() };
  const udp = createSocket("udp4");
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket.on("error", () => {}));
    let kept = Buffer.alloc(0);
    socket.on("data", (data) => {
      kept = Buffer.concat([kept, data]);
      while (kept.length >= 2 && kept.length >= 2 + kept.readUInt16BE(0)) {
        const end = 2 + kept.readUInt16BE(0);
        const answer = answerTo(server, kept.subarray(2, end), "tcp");
        kept = kept.subarray(end);
        if (answer) socket.write(Buffer.concat([uint16(answer.length), answer]));
      }
    });
  });
  await new Promise<void>((resolve, reject) => tcp.once("error", reject).listen(port, "127.0.0.1", resolve));
  const bound = tcp.address();
  const chosen = typeof bound === "object" && bound ? bound.port : port;
  await new Promise<void>((resolve, reject) => udp.once("error", reject).bind(chosen, "127.0.0.1", resolve));
  udp.on("message", (message, from) => {
    const answer = answerTo(server, message, "udp");
    if (answer) udp.send(answer, from.port, from.address);
  });
  return {
    ...server,
    address: `127.0.0.1:${chosen}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((resolve) => udp.close(() => resolve(null))), new Promise((resolve) => tcp.close(resolve))]);
    },
  };
}

function answerTo(server: Omit<DnsTestServer, "address" | "stop">, query: Buffer, over: "udp" | "tcp"): Buffer | null {
  if (query.length < 17) return null;
  const { name, end } = nameAt(query, 12);
  const type = query.readUInt16BE(end);
  server.asked.push({ name, type, over });
  if (server.silent.has(name) || server.silent.has("*")) return null;
  const head = (code: number, count: number, isCut = false) =>
    Buffer.concat([
      query.subarray(0, 2),
      uint16(0x8480 | (isCut ? 0x0200 : 0) | code),
      uint16(1),
      uint16(count),
      uint16(0),
      uint16(0),
      query.subarray(12, end + 4),
    ]);
  if (server.failing.has(name)) return head(SERVER_FAILURE, 0);
  const records = server.zone.get(name);
  if (!records) return head(NAME_ERROR, 0);
  const answers = recordsOf(records, type);
  const whole = Buffer.concat([head(NO_ERROR, answers.length), ...answers]);
  return over === "udp" && whole.length > MOST_UDP_BYTES ? head(NO_ERROR, 0, true) : whole;
}

function recordsOf(records: DnsRecords, type: number): Buffer[] {
  const of = (kind: keyof typeof TYPES, data: Buffer) =>
    Buffer.concat([uint16(0xc00c), uint16(TYPES[kind]), uint16(1), Buffer.from([0, 0, 0, 1]), uint16(data.length), data]);
  // As a name with an alias answers every question; what is behind it, the test asks by itself.
  if (records.CNAME !== undefined) return [of("CNAME", nameBytes(records.CNAME))];
  if (type === TYPES.A) return (records.A ?? []).map((address) => of("A", Buffer.from(address.split(".").map(Number))));
  if (type === TYPES.AAAA) return (records.AAAA ?? []).map((address) => of("AAAA", ipv6Bytes(address)));
  if (type === TYPES.TXT) return (records.TXT ?? []).map((text) => of("TXT", textBytes(text)));
  return [];
}

function nameAt(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 1 };
}

function nameBytes(name: string): Buffer {
  return Buffer.concat([
    ...name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, "latin1")])),
    Buffer.from([0]),
  ]);
}

function textBytes(text: string): Buffer {
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += 255) {
    const part = bytes.subarray(from, from + 255);
    parts.push(Buffer.from([part.length]), part);
  }
  return Buffer.concat(parts);
}

function ipv6Bytes(address: string): Buffer {
  const [before = "", after] = address.split("::");
  const groups = (text: string) => text.split(":").filter(Boolean);
  const zeros = after === undefined ? 0 : 8 - groups(before).length - groups(after).length;
  const all = [...groups(before), ...Array.from({ length: zeros }, () => "0"), ...groups(after ?? "")];
  return Buffer.concat(all.map((group) => uint16(Number.parseInt(group, 16))));
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
