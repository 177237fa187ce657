import { afterAll, beforeAll, expect, it } from "vitest";
import { attributeOf, startOtlpReceiver } from "./testing/otlp-receiver.ts";
import { inSpan, openRequestSpan, startTracing } from "./tracing.ts";

let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
beforeAll(async () => {
  receiver = await startOtlpReceiver();
});
afterAll(() => receiver.stop());

it("does nothing without an endpoint", async () => {
  const stop = await startTracing({ service: "test", endpoint: undefined });
  expect(openRequestSpan("GET", "abc234")).toBeNull();
  expect(await inSpan("work", {}, async () => 1)).toBe(1);
  await stop();
  expect(receiver.spans).toEqual([]);
});

it("sends the spans of a request with its route, without addresses", async () => {
  const stop = await startTracing({ service: "archipel-test", endpoint: `${receiver.endpoint}/` });
  const request = openRequestSpan("GET", "abc234");
  await request?.run(() => inSpan("database transaction", { "archipel.scope": "system" }, async () => {}));
  request?.end("/tiles/:layer", 200);
  await expect(inSpan("job import", {}, () => Promise.reject(new RangeError("a person's words")))).rejects.toThrow("words");
  await stop();

  const named = (name: string) => receiver.spans.find((span) => span.name === name);
  const [server, transaction, job] = [named("GET /tiles/:layer"), named("database transaction"), named("job import")];
  expect(server).toMatchObject({ kind: 2 });
  expect(attributeOf(server, "http.response.status_code")).toBe(200);
  expect(attributeOf(server, "archipel.request_id")).toBe("abc234");
  expect(transaction).toMatchObject({ traceId: server?.traceId, parentSpanId: server?.spanId });
  expect(job?.status.code).toBe(2);
  expect(job?.traceId).not.toBe(server?.traceId);
  expect(JSON.stringify(receiver.spans)).not.toContain("person's words");
  expect(new Set(receiver.services)).toEqual(new Set(["archipel-test"]));
  expect(openRequestSpan("GET", "abc234")).toBeNull();
});
