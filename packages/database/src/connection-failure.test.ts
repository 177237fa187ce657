import { describe, expect, it } from "vitest";
import { connectionFailure } from "./connection-failure.ts";
import { openServer } from "./server-driver.ts";

const url = "postgresql://archipel:a%20secret@db.example.org:5433/land";
const failure = (code: string | undefined, message = "reason") => Object.assign(new Error(message), code ? { code } : {});

describe("a connection that cannot be opened", () => {
  it.each([
    ["28P01", /refuses the password of role "archipel": correct DATABASE_URL/],
    ["28000", /db\.example\.org:5433 does not admit role "archipel" \(reason\)/],
    ["3D000", /no database "land": create it there \(CREATE DATABASE land OWNER archipel\)/],
    ["ECONNREFUSED", /nothing listens at db\.example\.org:5433: start PostgreSQL/],
    ["ENOTFOUND", /has no address/],
    ["SELF_SIGNED_CERT_IN_CHAIN", /certificate .* is not accepted/],
    ["53300", /no connection left/],
  ])("is one sentence that says what to correct, without the password: %s", (code, sentence) => {
    const said = connectionFailure(failure(code), url) ?? "";
    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/a secret|a%20secret|\n/);
  });

  it("is known by its message where the driver has no code", () => {
    const scram = "SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string";
    expect(connectionFailure(failure(undefined, scram), url)).toContain("has no password");
    expect(connectionFailure(failure(undefined, "Connection terminated due to connection timeout"), url)).toContain("does not answer");
  });

  it("is not made up of other errors", () => {
    expect(connectionFailure(failure("23505", "duplicate key"), url)).toBeNull();
    expect(connectionFailure("text", url)).toBeNull();
  });

  it("is recognized in what the driver throws", async () => {
    const closed = "postgresql://archipel:secret@127.0.0.1:1/land";
    const { driver } = openServer({ url: closed, poolSize: 1, connectTimeoutMs: 5000 });
    const error = await driver.execute("SELECT 1").catch((thrown: unknown) => thrown);
    expect(connectionFailure(error, closed)).toContain("nothing listens at 127.0.0.1:1");
    await driver.close();
  });
});
