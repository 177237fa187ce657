import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number };
}

interface Sent {
  resourceSpans: { resource: { attributes: ReceivedSpan["attributes"] }; scopeSpans: { spans: ReceivedSpan[] }[] }[];
}

/** For tests: receives traces by OTLP over HTTP (JSON) and keeps their spans. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = [];
  const services: unknown[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      const sent: Sent = request.url === "/v1/traces" ? JSON.parse(text) : { resourceSpans: [] };
      for (const { resource, scopeSpans } of sent.resourceSpans) {
        services.push(resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue);
        spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      }
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    spans,
    services,
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** One attribute of a span as a plain value. */
export function attributeOf(span: ReceivedSpan | undefined, key: string): unknown {
  return Object.values(span?.attributes.find((attribute) => attribute.key === key)?.value ?? {})[0];
}
