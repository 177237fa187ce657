// @database server
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Database } from "@archipel/database/database.ts";
import { writeEwkb } from "@archipel/geo/wkb.ts";
import { createCommunity, createDataset, createUser } from "@archipel/testing/factories.ts";
import { tangle } from "@archipel/testing/hostile-shapes.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { importCommunities } from "../../../jobs/communities.ts";
import type { Person } from "../../../kernel/actor.ts";
import { alteredBag, entriesOf, type LeavingCommunity, leavingCommunity } from "../../../testing/leaving-community.ts";
import { createTestCore, type TestCore } from "../../../testing/test-core.ts";
import { addImport, listImports, startImport } from "./service.ts";

// Files that somebody who knows the format wrote, with manifests that fit: each is refused with its reason and its place, and leaves nothing.

let leaving: LeavingCommunity;
let away: Database;
let other: TestCore;
beforeAll(async () => {
  leaving = await leavingCommunity();
  away = await openTestDatabase();
  other = await createTestCore(away);
});
afterAll(async () => {
  await leaving.close();
  await away.close();
});

const tableFile = (name: string) => `data/tables/${name}.ndjson`;

/** Changes the first row of a table. */
const withRow = (table: string, change: (row: Record<string, unknown>) => object) => (files: Map<string, Buffer>) => {
  const [first = "", ...rest] = (files.get(tableFile(table))?.toString("utf8") ?? "").split("\n");
  files.set(tableFile(table), Buffer.from([JSON.stringify(change(JSON.parse(first))), ...rest].join("\n")));
};
interface Declared {
  version: number;
  tables: { name: string; rows: number; columns: { name: string; type: string }[] }[];
  layers: { tableName: string }[];
}
/** The declared table; the test fails without it. */
function tableOf({ tables }: Declared, name: string) {
  const table = tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  return table;
}
const withManifest = (change: (manifest: Declared) => void) => (files: Map<string, Buffer>) => {
  const manifest = JSON.parse(files.get("data/archipel.json")?.toString("utf8") ?? "{}");
  change(manifest);
  files.set("data/archipel.json", Buffer.from(JSON.stringify(manifest)));
};
const layerFile = () => `data/layers/${leaving.layerTable}.ndjson`;

/** What became of a file: the code of its refusal, or of its failed import. */
async function outcomeOf(bytes: Buffer): Promise<[status: string | undefined, code: string | undefined, params: unknown]> {
  const operator: Person = { userId: randomUUID(), isOperator: true, isSuspended: false };
  const { key, size } = await other.storage.put(Readable.from([bytes]));
  const added = await addImport(other, operator, { objectKey: key, fileName: "bad.zip", size });
  await importCommunities(other);
  let [row] = await listImports(other);
  if (row?.status === "inspected") {
    await startImport(other, operator, added.id, {});
    await importCommunities(other);
    [row] = await listImports(other);
  }
  return [row?.status, row?.error?.code, row?.error?.params];
}

describe("a malicious file", () => {
  let foreign: { community: string; dataset: string; object: string };
  beforeAll(async () => {
    const community = await createCommunity(away);
    const dataset = await createDataset(away, community.id);
    foreign = {
      community: community.id,
      dataset: dataset.id,
      object: (await other.storage.put(Readable.from(["a secret of others"]))).key,
    };
  });

  it.each<[string, string, (files: Map<string, Buffer>) => void]>([
    ["a row of another community", "bag-row-foreign", withRow("datasets", (row) => ({ ...row, community_id: foreign.community }))],
    ["a community that is not the file's", "bag-row-foreign", withRow("communities", (row) => ({ ...row, id: foreign.community }))],
    [
      "a row that refers to another community's",
      "bag-reference-foreign",
      withRow("contributions", (row) => ({ ...row, dataset_id: foreign.dataset })),
    ],
    ["an object of another community", "bag-object-missing", withRow("uploads", (row) => ({ ...row, object_key: foreign.object }))],
    ["a person made operator", "bag-row-column", withRow("users", (row) => ({ ...row, is_operator: true }))],
    ["a person with a password", "bag-row-column", withRow("users", (row) => ({ ...row, password_hash: "x" }))],
    [
      "a column of persons that it declares",
      "bag-column-unknown",
      withManifest((manifest) => void tableOf(manifest, "users").columns.push({ name: "is_operator", type: "boolean" })),
    ],
    [
      "a table that does not leave",
      "bag-table-unknown",
      withManifest(({ tables }) => void tables.push({ name: "api_keys", rows: 0, columns: [] })),
    ],
    [
      "a column of another type",
      "bag-column-type",
      withManifest((manifest) => Object.assign(tableOf(manifest, "datasets").columns[0] ?? {}, { type: "text" })),
    ],
    ["a wrong type", "bag-row-refused", withRow("datasets", (row) => ({ ...row, id: "no uuid'; DROP TABLE users; --" }))],
    ["a state that the database refuses", "bag-row-refused", withRow("memberships", (row) => ({ ...row, role: "operator" }))],
    ["a row that is no object", "bag-line-invalid", (files) => files.set(tableFile("datasets"), Buffer.from("[1]\n"))],
    ["bytes that are no text", "bag-line-invalid", (files) => files.set(tableFile("datasets"), Buffer.from([0xff, 0xfe, 10]))],
    ["more rows than it says", "bag-rows-count", (files) => files.set(tableFile("datasets"), Buffer.from(""))],
    ["SQL in the name of a column", "bag-layer-column", withLayerField('x" text); DROP TABLE users; --')],
    ["a column of ours as a field", "bag-layer-column", withLayerField("version")],
    [
      "a feature with a column that its layer has not",
      "bag-row-column",
      (files) => files.set(layerFile(), Buffer.from('{"fid":1,"version":1,"geom":null,"evil":1}\n')),
    ],
    [
      "a feature that is no geometry",
      "bag-rows-refused",
      (files) => files.set(layerFile(), Buffer.from('{"fid":1,"version":1,"geom":"POINT(1"}\n{"fid":2,"version":1,"geom":null}\n')),
    ],
    [
      "a feature whose sides cross all others",
      "bag-shape-crossed",
      (files) => {
        const geom = Buffer.from(writeEwkb({ type: "Polygon", coordinates: [tangle(151)] }, 4326, false)).toString("hex");
        files.set(layerFile(), Buffer.from(`${JSON.stringify({ fid: 1, version: 1, geom })}\n{"fid":2,"version":1,"geom":null}\n`));
      },
    ],
    [
      "the table of another layer",
      "bag-manifest-wrong",
      withManifest(({ layers }) => Object.assign(layers[0] ?? {}, { tableName: "users" })),
    ],
    ["a newer format", "bag-version", withManifest((manifest) => Object.assign(manifest, { version: 2 }))],
    ["an object under another digest", "bag-checksum", (files) => files.set(`data/objects/${"0".repeat(64)}`, Buffer.from("x"))],
    [
      "two persons with one address",
      "bag-person-address",
      (files) => {
        const lines = (files.get(tableFile("users"))?.toString("utf8") ?? "")
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line));
        files.set(tableFile("users"), Buffer.from(lines.map((line) => JSON.stringify({ ...line, email: lines[0].email })).join("\n")));
      },
    ],
  ])("%s is refused", async (_, code, change) => {
    const people = await away.withSystem((tx) => tx.user.count());
    const [status, found, params] = await outcomeOf(await alteredBag(leaving.bag, change));
    expect([["refused", "failed"].includes(status ?? ""), found, params]).toEqual([true, code, params]);
    expect(await away.withSystem((tx) => tx.community.count({ where: { id: leaving.communityId } }))).toBe(0);
    expect(await away.withSystem((tx) => tx.user.count())).toBe(people);
    expect(await other.storage.stat(leaving.object)).toBeNull();
    expect(await other.storage.stat(foreign.object)).not.toBeNull();
  });

  it("that was changed after its manifest was written is refused", async () => {
    const wrong = await alteredBag(
      leaving.bag,
      () => {},
      (text) => text.replace(/^./, (digit) => (digit === "0" ? "1" : "0")),
    );
    expect((await outcomeOf(wrong))[1]).toBe("bag-checksum");
    const unlisted = await alteredBag(
      leaving.bag,
      () => {},
      (text) => text.split("\n").slice(1).join("\n"),
    );
    expect((await outcomeOf(unlisted))[1]).toBe("bag-file-unlisted");
    expect((await outcomeOf(Buffer.from("no zip")))[1]).toBe("bag-not-zip");
  });

  it("whose entries leave the folder, repeat, or are too large is refused before it is read", async () => {
    const named = async (names: string[], size = 1) => {
      const zip = new ZipFile();
      for (const name of names) zip.addBuffer(Buffer.alloc(size), name.replaceAll("..", "__"));
      zip.end();
      const bytes = await buffer(zip.outputStream as Readable);
      // The program that writes ZIPs refuses these names itself.
      return Buffer.from(bytes.toString("latin1").replaceAll("__", ".."), "latin1");
    };
    for (const names of [["../evil"], ["x/../../evil"], ["/etc/passwd"].map((name) => `x${name.replace("/etc", "/..")}`), ["x/a", "y/b"]]) {
      expect([names, (await outcomeOf(await named(names)))[1]]).toEqual([names, "bag-entry-name"]);
    }
    expect((await outcomeOf(await named(["x/a", "x/a"])))[1]).toBe("bag-entry-twice");
    expect((await outcomeOf(await named(["x/bomb"], 80 * 1024 * 1024)))[1]).toBe("bag-bomb");
  });

  function withLayerField(column: string) {
    return (files: Map<string, Buffer>) => {
      const lines = (files.get(tableFile("layers"))?.toString("utf8") ?? "")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      for (const line of lines) if (line.table_name === leaving.layerTable) line.fields[0].column = column;
      files.set(tableFile("layers"), Buffer.from(lines.map((line) => JSON.stringify(line)).join("\n")));
    };
  }
});

it("takes an address for who someone is, never an id", async () => {
  const lines = [...(await entriesOf(leaving.bag))].find(([name]) => name.endsWith(tableFile("users")))?.[1].toString("utf8") ?? "";
  const [first, second] = lines
    .trimEnd()
    .split("\n")
    .map((line: string) => JSON.parse(line) as { id: string; email: string });
  if (!first || !second) throw new Error("too few people");
  const operator = await createUser(away, { isOperator: true });
  const known = await createUser(away, { email: second.email });
  // The file claims that its first person has the id of an operator here; its second one has an account under another id.
  const rename = (files: Map<string, Buffer>) => {
    for (const [name, content] of files)
      files.set(name, Buffer.from(content.toString("latin1").replaceAll(first.id, operator.id), "latin1"));
  };
  expect((await outcomeOf(await alteredBag(leaving.bag, rename)))[0]).toBe("done");
  const members = await away.withSystem((tx) =>
    tx.membership.findMany({ where: { communityId: leaving.communityId }, include: { user: true } }),
  );
  expect(members.filter(({ userId }) => userId === operator.id)).toEqual([]);
  expect(members.find(({ user }) => user.email === second.email)?.userId).toBe(known.id);
  const made = members.find(({ user }) => user.email === first.email)?.user;
  expect(made).toMatchObject({ isOperator: false, passwordHash: null, emailVerifiedAt: null });
  expect(made?.id).not.toBe(operator.id);
});
