import type { Core } from "../kernel/core.ts";
import { beginAlerts } from "../modules/alerts/service/begin.ts";
import { recheckDomains } from "../modules/domains/service/check.ts";
import { makeExports } from "../modules/identity/exports/service.ts";
import { sendDueMails } from "../modules/notifications/delivery/send-mails.ts";
import { refreshOpenings } from "../modules/portals/open/refresh.ts";
import { convertOldHomes } from "../modules/site/homes/convert-homes.ts";
import { runDuePages } from "../modules/site/pages/service/publish.ts";
import { makeWaitingExtracts } from "./cloud-extracts.ts";
import { importCommunities } from "./communities.ts";
import { recomputeStale } from "./quality-sheets.ts";
import { requeueOpenJobs } from "./queue.ts";
import { remindOfReports } from "./report-reminders.ts";
import { indexStaleLayers } from "./search-index.ts";
import { upkeep } from "./upkeep.ts";

/** Work that repeats wherever jobs run. Several processes may run a task at once, so each task first checks whether there is work. */
interface ScheduledTask {
  name: string;
  everySeconds: number;
  /** Whether it also runs once at start. */
  isAtStart?: true;
  /** @param signal aborted when the process ends */
  run(core: Core, signal: AbortSignal): Promise<unknown>;
}

const schedule: readonly ScheduledTask[] = [
  { name: "compute stale quality sheets", everySeconds: 3, run: (core) => recomputeStale(core) },
  { name: "send mails of notifications", everySeconds: 5, run: sendDueMails },
  { name: "make small areas of point clouds", everySeconds: 1, run: (core, signal) => makeWaitingExtracts(core, true, signal) },
  // Two, each of another community: a large one takes minutes.
  ...["", " beside another one"].map((beside) => ({
    name: `make large areas of point clouds${beside}`,
    everySeconds: 3,
    run: (core: Core, signal: AbortSignal) => makeWaitingExtracts(core, false, signal),
  })),
  { name: "make archives of accounts", everySeconds: 5, run: makeExports },
  { name: "import communities", everySeconds: 5, run: importCommunities },
  { name: "requeue open jobs", everySeconds: 20, run: requeueOpenJobs },
  { name: "index layers for search", everySeconds: 30, isAtStart: true, run: indexStaleLayers },
  { name: "publish pages on time", everySeconds: 15, isAtStart: true, run: (core) => runDuePages(core) },
  {
    name: "write what changed portals are opened with",
    everySeconds: 2,
    isAtStart: true,
    run: (core, signal) => refreshOpenings(core, signal),
  },
  { name: "notify of alerts that begin", everySeconds: 15, isAtStart: true, run: (core) => beginAlerts(core) },
  { name: "check domains of portals", everySeconds: 60, isAtStart: true, run: (core) => recheckDomains(core) },
  { name: "remind of reports", everySeconds: 60, run: remindOfReports },
  { name: "make pages of older homes", everySeconds: 3600, isAtStart: true, run: convertOldHomes },
  { name: "upkeep", everySeconds: 3600, isAtStart: true, run: upkeep },
];

/** Starts the schedule. A task never overlaps itself. A failure is logged, and the task runs again at its next time. */
export function startSchedule(core: Core): { stop(): Promise<void> } {
  const running = new Map<string, Promise<unknown>>();
  const ending = new AbortController();
  const start = ({ name, run }: ScheduledTask): void => {
    if (running.has(name)) return;
    const done = run(core, ending.signal)
      .catch((error) => core.log.error({ err: error, task: name }, "scheduled task failed"))
      .finally(() => running.delete(name));
    running.set(name, done);
  };
  for (const task of schedule) if (task.isAtStart) start(task);
  const timers = schedule.map((task) => setInterval(() => start(task), task.everySeconds * 1000));
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      ending.abort();
      await Promise.all(running.values());
    },
  };
}
