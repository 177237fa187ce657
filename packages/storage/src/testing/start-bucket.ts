import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { S3Settings } from "../s3-store.ts";

/** An in-memory bucket with the S3 calls that the store uses; refuses unsigned requests and wrong hashes. */
export async function startBucket(): Promise<{ settings: S3Settings; close: () => Promise<void> }> {
  const objects = new Map<string, Buffer>();
  const server = createServer(async (request, response) => {
    const url = request.url ?? "";
    const body = await buffer(request);
    if (!request.headers.authorization?.startsWith("AWS4-HMAC-SHA256 ")) return response.writeHead(403).end();
    if (request.method === "PUT") {
      const isRight = createHash("sha256").update(body).digest("hex") === request.headers["x-amz-content-sha256"];
      if (isRight) objects.set(url, body);
      return response.writeHead(isRight ? 200 : 400).end();
    }
    const found = objects.get(url);
    if (request.method === "DELETE") return response.writeHead(objects.delete(url) ? 204 : 404).end();
    if (!found) return response.writeHead(404).end();
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
    const part = range ? found.subarray(Number(range[1]), range[2] ? Number(range[2]) + 1 : undefined) : found;
    response.writeHead(range ? 206 : 200, { "content-length": part.length });
    return response.end(request.method === "HEAD" ? undefined : part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const settings = { endpoint, bucket: "objects", region: "eu-west-3", accessKey: "key", secretKey: "secret" };
  return { settings, close: async () => void server.close() };
}
