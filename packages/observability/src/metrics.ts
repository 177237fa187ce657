import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** The process's metrics, shown by `/metrics` in Prometheus text. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const httpRequests = new Histogram({
  name: "archipel_http_request_seconds",
  help: "Duration of answered requests by door and status class",
  labelNames: ["door", "status"] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  registers: [metrics],
});

export const jobsFinished = new Counter({
  name: "archipel_jobs_finished_total",
  help: "Jobs that ended, by kind and outcome",
  labelNames: ["kind", "outcome"] as const,
  registers: [metrics],
});
