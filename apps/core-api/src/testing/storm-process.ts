import { flushCompileCache } from "node:module";
import { type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { createLogger } from "@archipel/observability/logger.ts";
import { openQueue } from "../jobs/queue.ts";
import { startRunner } from "../jobs/runner.ts";
import { createTestCore } from "./test-core.ts";

// A killed process does not keep what it compiled.
flushCompileCache();

/** A worker of the storm test: it takes jobs until it is killed, and prints a line when it has started. */
const database = await openDatabase(JSON.parse(process.argv[2] ?? "") as DatabaseOptions);
const base = { ...(await createTestCore(database)), log: createLogger({ name: "storm", level: "fatal" }) };
const queue = await openQueue(database, base.log);
await startRunner({ ...base, queue }, queue);
process.stdout.write("runs\n");
