import { createServer } from "node:net";
import { expect, it } from "vitest";
import { freePorts } from "./free-ports.mjs";

it("finds different ports that the system does not give to outgoing connections", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) expect(port).toBeLessThan(32_768);
  const servers = await Promise.all(
    ports.map(
      (port) =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer().once("error", reject);
          server.listen(port, "127.0.0.1", () => resolve(server));
        }),
    ),
  );
  for (const server of servers) server.close();
  expect(servers).toHaveLength(20);
});
