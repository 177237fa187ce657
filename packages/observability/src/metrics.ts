import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/**
 * The process's metrics, served by `/metrics` in Prometheus text. Labels have few values: patterns of routes, kinds, names of caches.
 * They never hold an address, a person or a community.
 */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });
const registers = [metrics];

export const httpRequests = new Histogram({
  name: "archipel_http_request_seconds",
  help: "Duration of requests by method, route pattern and status class (2xx, 3xx, 4xx, 5xx, aborted)",
  labelNames: ["method", "route", "status"] as const,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  registers,
});

export type JobOutcome = "success" | "failure" | "retry" | "cancelled" | "interrupted";

const jobAttempts = new Histogram({
  name: "archipel_job_attempt_seconds",
  help: "Duration of attempts of jobs by kind and outcome (success, failure, retry, cancelled, interrupted)",
  labelNames: ["kind", "outcome"] as const,
  buckets: [0.1, 0.5, 2, 10, 60, 300, 1800, 7200],
  registers,
});

/** Starts to time one attempt of a job; call the result once, with the outcome. */
export function startJobAttempt(kind: string): (outcome: JobOutcome) => void {
  const end = jobAttempts.startTimer({ kind });
  return (outcome) => void end({ outcome });
}

export const jobsOpen = new Gauge({
  name: "archipel_jobs_open",
  help: "Jobs of all communities by status (waiting, progress)",
  labelNames: ["status"] as const,
  registers,
});

export const oldestWaitingJob = new Gauge({
  name: "archipel_jobs_oldest_waiting_seconds",
  help: "How long the oldest waiting job has waited; 0 when none waits",
  registers,
});

export const databaseConnections = new Gauge({
  name: "archipel_database_connections",
  help: "Connections of this process's pool by state (busy, idle), and calls that wait for one (waiting); server database only",
  labelNames: ["state"] as const,
  registers,
});

const cacheRequests = new Counter({
  name: "archipel_cache_requests_total",
  help: "Look-ups in the caches of this process by cache and result (hit, miss)",
  labelNames: ["cache", "result"] as const,
  registers,
});

/** Counts a look-up in a cache as hit or miss. */
export function countLookup(cache: "tiles" | "layers" | "portals" | "sessions", isHit: boolean): void {
  cacheRequests.inc({ cache, result: isHit ? "hit" : "miss" });
}

const reads = new Counter({
  name: "archipel_database_reads_total",
  help: "Reads that a replica may answer, by who did (replica; the primary because the replica was late or away)",
  labelNames: ["answered"] as const,
  registers,
});

/** Counts a read that a replica may answer: by the replica, or by the primary because the replica was late or away. */
export function countRead(answered: "replica" | "late" | "away"): void {
  reads.inc({ answered });
}

export const replicaUsable = new Gauge({
  name: "archipel_database_replica_usable",
  help: "Whether the replica of DATABASE_REPLICA_URL answers (1) or not (0); 0 too where none is set",
  registers,
});

const tries = new Counter({
  name: "archipel_tries_total",
  help: "Tries of secrets by kind (password, code, key, mail: requested mails) and outcome (matched, failed, refused by a limit)",
  labelNames: ["kind", "outcome"] as const,
  registers,
});

/** Counts a try of a secret. */
export function countTry(
  kind: "password" | "second-factor" | "passkey" | "code" | "key" | "mail" | "link" | "follow" | "follow-mail",
  outcome: "matched" | "failed" | "refused",
): void {
  tries.inc({ kind, outcome });
}

export const eventListeners = new Gauge({
  name: "archipel_event_listeners",
  help: "Open streams of server-sent events of this process",
  registers,
});

export const uploadTransfers = new Gauge({
  name: "archipel_upload_transfers",
  help: "Requests that are sending bytes of uploads to this process",
  registers,
});
