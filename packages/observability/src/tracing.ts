import type { Span, Tracer } from "@opentelemetry/api";

type Attributes = Readonly<Record<string, string | number | boolean>>;

// Null while tracing is off: then OpenTelemetry is not loaded.
let active: { api: typeof import("@opentelemetry/api"); tracer: Tracer } | null = null;

export interface TracingOptions {
  /** The `service.name` of all spans. */
  service: string;
  /** Base address of an OTLP/HTTP receiver, without `/v1/traces`. Absent: tracing stays off. */
  endpoint: string | undefined;
}

/**
 * Starts to send spans to an OTLP/HTTP receiver; returns a function that flushes and stops. The exporter itself reads
 * `OTEL_EXPORTER_OTLP_HEADERS`, `_TIMEOUT` and `_COMPRESSION`.
 */
export async function startTracing({ service, endpoint }: TracingOptions): Promise<() => Promise<void>> {
  if (endpoint === undefined) return async () => {};
  const [api, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }, { resourceFromAttributes, defaultResource }, sdk] =
    await Promise.all([
      import("@opentelemetry/api"),
      import("@opentelemetry/context-async-hooks"),
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/sdk-trace"),
    ]);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ "service.name": service })),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  active = { api, tracer: provider.getTracer("archipel") };
  return async () => {
    active = null;
    await provider.shutdown();
    api.context.disable();
  };
}

/** Whether spans are made. */
export const isTracing = (): boolean => active !== null;

/** Runs `work` in a span, as a child of the current one. While tracing is off, only runs it. */
export function inSpan<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  if (!active) return work();
  const { api, tracer } = active;
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      // Only the kind of error: messages may quote personal data.
      span.setStatus({ code: api.SpanStatusCode.ERROR, message: error instanceof Error ? error.name : "error" });
      throw error;
    } finally {
      span.end();
    }
  });
}

export interface RequestSpan {
  /** Runs a part of the request: spans opened in it become children. */
  run<T>(work: () => T): T;
  /** @param route the route's pattern, never the address, which may hold names and tokens */
  end(route: string, status: number): void;
}

/** The span of one HTTP request; null while tracing is off. */
export function openRequestSpan(method: string, requestId: string): RequestSpan | null {
  if (!active) return null;
  const { api, tracer } = active;
  const attributes = { "http.request.method": method, "archipel.request_id": requestId };
  const span: Span = tracer.startSpan(method, { kind: api.SpanKind.SERVER, root: true, attributes });
  const context = api.trace.setSpan(api.ROOT_CONTEXT, span);
  return {
    run: (work) => api.context.with(context, work),
    end(route, status) {
      span.updateName(`${method} ${route}`);
      span.setAttributes({ "http.route": route, "http.response.status_code": status });
      if (status >= 500) span.setStatus({ code: api.SpanStatusCode.ERROR });
      span.end();
    },
  };
}
