import { causesOf } from "@archipel/database/error-codes.ts";
import { outageOf } from "@archipel/database/outage.ts";
import type { OutageListener } from "@archipel/database/outage-report.ts";
import { createLogger, type Logger } from "@archipel/observability/logger.ts";

/** The log of a process. An outage of the database is one line at its begin and one at its end, however many calls it refuses. */
export function createCoreLog(options: Omit<Parameters<typeof createLogger>[0], "isLeftOut">): Logger {
  return createLogger({ ...options, isLeftOut: (error) => outageOf(error) !== null });
}

/** What an outage of the database writes into the log. */
export function outageLines(log: Logger): OutageListener {
  return {
    // Not as `err`, which is left out.
    begins: (error) => log.error({ outage: outageOf(error), reason: reasonOf(error) }, "the database cannot serve: calls are refused"),
    ends: (facts) => log.info(facts, "the database serves again"),
  };
}

/** The innermost message: Prisma adds the statement to others. */
function reasonOf(error: unknown): string {
  const messages = causesOf(error).flatMap((one) => ("message" in one && typeof one.message === "string" ? [one.message] : []));
  return (messages.at(-1) ?? String(error)).slice(0, 300);
}
