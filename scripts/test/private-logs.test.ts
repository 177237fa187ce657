import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { personalInLogs } from "./private-logs.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "archipel-private-logs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const typedFile = path.join(folder, "typed.jsonl");

test.each([
  ["a mail address", "sent to lea.123@exemple.example"],
  ["a credential", "authorization: Bearer abcdefgh1234"],
  ["a cookie", "cookie: archipel.session=abcdefgh1234"],
  ["the query of an address", "GET /fr/map?q=rue"],
  ["a code of a link", "GET /invitations/groups/abcdefghijklmnopqrstuvwx"],
  ["a place", "at 4.83571,45.76401"],
  ["the row of a statement", "DETAIL:  Key (slug)=(x) already exists."],
  ["what a journey typed or asked, or who it is", "hello Odile Perrin"],
  ["what a journey typed or asked, or who it is", "rue%20des%20Pr%C3%AAles"],
])("the check of logs finds %s, with its file and line", (kind, line) => {
  writeFileSync(typedFile, `${JSON.stringify("rue des Prêles")}\n`);
  writeFileSync(path.join(folder, "core-api.log"), `job done in 3.5 s\n${line}\n`);
  expect(personalInLogs(folder, typedFile)).toEqual([`${path.join(folder, "core-api.log")}:2: ${kind}`]);
});

test("the check of logs finds nothing in ordinary lines", () => {
  const lines = [
    '{"level":30,"msg":"job done","ms":12.25,"account":"018f2c7e-0000-7000-8000-000000000000","network":"192.0.2.1"}',
    "portal listens on http://127.0.0.1:3000",
  ];
  writeFileSync(path.join(folder, "core-api.log"), lines.join("\n"));
  expect(personalInLogs(folder, typedFile)).toEqual([]);
});
