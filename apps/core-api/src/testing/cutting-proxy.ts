import { connect, createServer, type Socket } from "node:net";

export interface CuttingProxy {
  port: number;
  /** Bytes received from clients so far, including headers and repeated bytes. */
  bytesFromClients(): number;
  cuts(): number;
  close(): void;
}

/**
 * A proxy to a local port that cuts connections: each time that clients have sent as many bytes as the next mark, every connection is
 * closed, with the data in transit.
 *
 * @param marks bytes from clients, in ascending order
 * @param onCut called with the number of the cut, from 1
 */
export async function openCuttingProxy(target: number, marks: readonly number[], onCut: (cut: number) => void): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let bytes = 0;
  let cuts = 0;
  const cutWhenDue = () => {
    if (bytes < (marks[cuts] ?? Number.POSITIVE_INFINITY)) return;
    cuts++;
    for (const socket of open) socket.destroy();
    onCut(cuts);
  };
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
    }
    client.on("data", (chunk) => {
      bytes += chunk.length;
      cutWhenDue();
    });
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  return {
    port: address.port,
    bytesFromClients: () => bytes,
    cuts: () => cuts,
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
