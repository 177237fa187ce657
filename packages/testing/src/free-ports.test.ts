import { execFile } from "node:child_process";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { freePorts } from "./free-ports.mjs";

it("finds different ports that the system does not give to outgoing connections", async () => {
  const ports = await freePorts(20);
  expect(new Set(ports).size).toBe(20);
  for (const port of ports) expect(port).toBeLessThan(16_000);
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

it("gives no port to two processes while both run, even if nobody listens there yet", async () => {
  const mine = new Set(await freePorts(1000));
  const script = `import { freePorts } from ${JSON.stringify(path.join(import.meta.dirname, "free-ports.mjs"))};
    console.log(JSON.stringify(await freePorts(1000)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  const theirs: number[] = JSON.parse(stdout);
  expect(theirs).toHaveLength(1000);
  expect(theirs.filter((port) => mine.has(port))).toEqual([]);
});
