import type { Database } from "@archipel/database/database.ts";
import { createLogger } from "@archipel/observability/logger.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createServer } from "./server.ts";
import { createTestCore } from "./testing/test-core.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("what the server writes", () => {
  it("logs no request by itself, and uses no deprecated option of its framework", async () => {
    const lines: unknown[][] = [];
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.message);
    process.on("warning", hear);
    const log = createLogger({ name: "test", level: "info", hooks: { logMethod: (inputs) => void lines.push(inputs) } });
    const app = await createServer({ ...(await createTestCore(database)), log });
    expect((await app.inject({ url: "/health" })).statusCode).toBe(200);
    await app.close();
    process.off("warning", hear);
    expect(lines).toEqual([]);
    expect(warnings.filter((message) => /deprecated/.test(message))).toEqual([]);
  });
});
