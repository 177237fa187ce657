import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { MemberActor } from "../../kernel/actor.ts";
import { contributionWorld, drawnSquare } from "../../modules/contributions/testing/contribution-world.ts";
import { createServer } from "../../server.ts";

let database: Database;
let app: FastifyInstance | undefined;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await app?.close();
  await database.close();
});

/** The raw header of the response to a POST of a feature over HTTP/1.1, as read from the socket. */
async function post(port: number, layerId: string, who: MemberActor): Promise<string[]> {
  const body = JSON.stringify({ type: "Feature", properties: { nom: "Neuve" }, geometry: drawnSquare });
  const head = [
    `POST /ogc/collections/${layerId}/items HTTP/1.1`,
    "Host: urbanisme.example.org",
    "Connection: close",
    `Authorization: Bearer ${who.userId}`,
    "Content-Type: application/geo+json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`${head.join("\r\n")}\r\n\r\n${body}`);
  const [answer = ""] = (await text(socket)).split("\r\n\r\n");
  return answer.split("\r\n");
}

it("capitalises the name of Location: QGIS finds no other spelling", async () => {
  const world = await contributionWorld(database);
  app = await createServer(world.core);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const added = await post(port, world.layerId, await world.person("manager"));
  expect(added[0]).toMatch(/^HTTP\/1\.1 201 /);
  expect(added).toContainEqual(expect.stringMatching(/^Location: http.*\/items\/4$/));
  const waiting = await post(port, world.layerId, await world.person("contributor"));
  expect(waiting[0]).toMatch(/^HTTP\/1\.1 202 /);
  expect(waiting).toContainEqual(expect.stringMatching(/^Location: http.*\/items\/./));
});
