import type pg from "pg";
import { describe, expect, it } from "vitest";
import { beginWith, bringAlong } from "./begin-with.ts";

/** A connection that keeps what is sent. */
function connection() {
  const sent: unknown[] = [];
  const client = { query: async (what: unknown) => sent.push(what) } as unknown as pg.PoolClient;
  bringAlong(client);
  return { client, sent };
}

describe("beginWith", () => {
  it("sends its statement with the BEGIN of Prisma, in one message", async () => {
    const { client, sent } = connection();
    const isSent = await beginWith("SELECT 1", async (first) => {
      const begin = { text: "BEGIN", values: [] };
      await client.query(begin);
      await client.query({ text: "SELECT 2", values: [] });
      return first.isSent;
    });
    expect(sent).toEqual([
      { text: "BEGIN; SELECT 1", values: [] },
      { text: "SELECT 2", values: [] },
    ]);
    expect(isSent).toBe(true);
  });

  it("leaves other transactions alone, and reports that nothing was sent", async () => {
    const { client, sent } = connection();
    await client.query({ text: "BEGIN" });
    const isSent = await beginWith("SELECT 1", async (first) => {
      await client.query("BEGIN");
      return first.isSent;
    });
    expect(sent).toEqual([{ text: "BEGIN" }, "BEGIN"]);
    expect(isSent).toBe(false);
  });
});
