// Addresses that ask for pages without end, each time for another one, over connections that stay open. Started by bench/flood.ts, in a process
// of its own and at the lowest priority: an attacker brings their own processors. At SIGTERM it prints its answers, by status.
import { Agent, request } from "node:http";
import { constants, setPriority } from "node:os";

export interface PageFlood {
  readonly port: number;
  readonly host: string;
  /** The header that says who asks. */
  readonly addressHeader: string;
  readonly addresses: readonly string[];
  readonly connections: number;
  /** `{n}` is a number that no other request has. */
  readonly path: string;
}

const { port, host, addressHeader, addresses, connections, path }: PageFlood = JSON.parse(process.env.FLOOD ?? "null");
setPriority(constants.priority.PRIORITY_LOW);

const answers: Record<string, number> = {};
let isStopped = false;
process.once("SIGTERM", () => {
  isStopped = true;
  console.log(JSON.stringify(answers));
  process.exit(0);
});

console.log("ready");
let sent = 0;
await Promise.all(Array.from({ length: connections }, (_, index) => sender(addresses[index % addresses.length] ?? "")));

async function sender(address: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  while (!isStopped) {
    const status = await send(agent, address).catch(() => "broken");
    answers[status] = (answers[status] ?? 0) + 1;
  }
}

function send(agent: Agent, address: string): Promise<string> {
  const headers = { host, "accept-encoding": "gzip", accept: "text/html", [addressHeader]: address };
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path: path.replace("{n}", `${process.pid}-${sent++}`), headers, agent }, (response) => {
      response
        .resume()
        .once("end", () => resolve(String(response.statusCode)))
        .once("error", reject);
    })
      .once("error", reject)
      .end();
  });
}
