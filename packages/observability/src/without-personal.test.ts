import { expect, test } from "vitest";
import { createLogger } from "./logger.ts";
import { keepConsolePrivate, withoutPersonal } from "./without-personal.ts";

const lines: string[] = [];
const log = createLogger({ name: "test", level: "debug", destination: { write: (line) => void lines.push(line) } });
const PERSONAL = /jean|martin|12 rue|45\.76|4\.83|Xk3v/i;

test.each([
  ["a mail address", "550 <jean.martin@example.org>: rejected", "550 <[mail address]>: rejected"],
  ["a mail address in a query", "to=jean%40example.org", "to=[mail address]"],
  ["a query", "GET https://geo.example/search?q=12+rue&limit=5 failed", "GET https://geo.example/search?[query] failed"],
  ["a path with a query", "/fr/answer?lat=45.76&lon=4.83", "/fr/answer?[query]"],
  ["a place", "at 4.8357, 45.7640 in a layer", "at [place] in a layer"],
  ["a place of GeoJSON", '{"lon":4.8357,"lat":45.7640}', '{"lon":[place]}'],
  ["a shape", "SRID=4326;POINT(4.8357 45.7640) is invalid", "[place] is invalid"],
  ["a token", "Authorization: Bearer Xk3v9a.b-c", "Authorization: [credential]"],
  ["a code of a link", "/invitations/groups/Xk3vXk3vXk3v", "/invitations/groups/[code]"],
  ["a password of a database", "postgres://jean:Xk3v@db/x", "postgres://db/x"],
  ["an ordinary line", "job 7f of layer roads failed after 3.5 s, 12.25 MB", "job 7f of layer roads failed after 3.5 s, 12.25 MB"],
])("%s is replaced by what it is", (_, text, clean) => {
  expect(withoutPersonal(text)).toBe(clean);
});

test("a line about an error has its kind, its code and its calls, and no value of any property", () => {
  lines.length = 0;
  const refused = Object.assign(new Error('invalid input syntax for type uuid: "Jean Martin"'), {
    ...{
      code: "22P02",
      detail: "Key (name)=(Jean Martin) exists",
      where: "12 rue",
      rejected: ["jean@example.org"],
      params: { q: "12 rue" },
    },
  });
  log.error({ err: new Error("failed for jean@example.org", { cause: refused }), about: { to: "jean@example.org" } }, "of /x?q=12+rue");
  expect(lines.join()).not.toMatch(PERSONAL);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    err: { message: "failed for [mail address]", stack: expect.stringContaining("without-personal.test"), cause: { errorCode: "22P02" } },
  });
});

test("a site's console writes no value of an error either", () => {
  const written: unknown[] = [];
  const write = (...parts: unknown[]) => void written.push(...parts);
  const own = { error: write, warn: write, log: write, info: write };
  keepConsolePrivate(own);
  own.error("⨯", Object.assign(new TypeError('Invalid URL: "12 rue"'), { input: "12 rue" }), { q: "jean@example.org" });
  own.warn("GET /fr/map?q=12+rue");
  expect(written[1]).toContain("TypeError: Invalid URL");
  expect(JSON.stringify(written)).not.toMatch(PERSONAL);
});
