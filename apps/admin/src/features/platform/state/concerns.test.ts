import type { PlatformState } from "@archipel/contracts/usage.ts";
import { expect, test } from "vitest";
import { concerns } from "./concerns.ts";

const well: PlatformState = {
  at: new Date("2026-11-28T12:00:00Z"),
  versions: { platform: "0.1.0", node: "24", database: "17", migration: "x" },
  database: { kind: "server", milliseconds: 2, bytes: 1e9, connections: { busy: 1, idle: 3, waiting: 0 } },
  jobs: { waiting: 3, running: 1, oldestWaitingSeconds: 20, failedLastDay: 0 },
  eventsRetried: 0,
  disk: { freeBytes: 100e9, totalBytes: 500e9, reserveBytes: 2e9 },
  mail: { boxUrl: null, due: 1, retried: 0, lastSentAt: null },
  hosts: [],
  hostCount: 0,
  lastBackupAt: null,
  errors: [],
  failedJobs: [],
};

test("a platform that works raises no concern", () => {
  expect([...concerns(well)]).toEqual([]);
});

test("each part that fails is named", () => {
  const ill: PlatformState = {
    ...well,
    database: { ...well.database, connections: { busy: 10, idle: 0, waiting: 4 } },
    jobs: { ...well.jobs, oldestWaitingSeconds: 3600 },
    eventsRetried: 1,
    disk: { ...well.disk, freeBytes: 1e9 },
    mail: { ...well.mail, retried: 2 },
    lastBackupAt: new Date("2026-11-20T12:00:00Z"),
  };
  expect([...concerns(ill)]).toEqual(["database", "jobs", "disk", "mail", "events", "backup"]);
});
