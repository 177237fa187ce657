import { expect, test } from "vitest";
import { compressedHeaders } from "./compressed-answer.ts";

const request = (encodings: string | undefined, method = "GET") => ({
  method,
  headers: encodings === undefined ? {} : { "accept-encoding": encodings },
});
const answer = (type: string, { status = 200, length = 5000, more = [] as string[] } = {}) => ({
  status,
  length,
  headers: ["content-type", type, "etag", '"a"', ...more],
});

test.each([
  "application/geo+json",
  "application/json; charset=utf-8",
  "application/problem+json",
  "application/geo+json-seq",
  "application/gml+xml; version=3.2",
  "text/csv; charset=utf-8",
  "text/html",
  "image/svg+xml",
])("%s is compressed", (type) => {
  expect(compressedHeaders(request("br, gzip;q=0.5"), answer(type))).toEqual([
    ...["content-type", type, "etag", '"a"', "vary", "accept-encoding", "content-encoding", "gzip"],
  ]);
});

test.each([
  "text/event-stream",
  "application/vnd.mapbox-vector-tile",
  "application/zip",
  "image/png",
  "application/pdf",
  "application/jsonx",
])("%s is sent as it is", (type) => {
  expect(compressedHeaders(request("gzip"), answer(type))).toBeNull();
});

test("what is short, a part, empty, compressed, or must not change, is sent as it is, and to clients without gzip", () => {
  const json = "application/json";
  expect(compressedHeaders(request("gzip"), answer(json, { length: 1000 }))).toBeNull();
  for (const status of [204, 206, 304]) expect(compressedHeaders(request("gzip"), answer(json, { status }))).toBeNull();
  expect(compressedHeaders(request("gzip"), answer(json, { more: ["content-encoding", "br"] }))).toBeNull();
  expect(compressedHeaders(request("gzip"), answer(json, { more: ["cache-control", "no-transform, public"] }))).toBeNull();
  expect(compressedHeaders(request("gzip", "HEAD"), answer(json))).toBeNull();
  for (const encodings of [undefined, "br", "gzip;q=0", "identity"]) expect(compressedHeaders(request(encodings), answer(json))).toBeNull();
  expect(compressedHeaders(request("gzip"), { status: 200, length: Number.NaN, headers: [] })).toBeNull();
});

test("the length and ranges of the plain text are gone, and caches keep both forms apart", () => {
  const more = ["content-length", "5000", "accept-ranges", "bytes", "vary", "authorization, host"];
  expect(compressedHeaders(request("gzip"), answer("text/csv", { length: Number.NaN, more }))).toEqual([
    ...["content-type", "text/csv", "etag", '"a"', "vary", "authorization, host, accept-encoding", "content-encoding", "gzip"],
  ]);
  const known = compressedHeaders(request("gzip"), answer("text/csv", { more: ["vary", "Accept-Encoding"] }));
  expect(known?.slice(-4)).toEqual(["vary", "Accept-Encoding", "content-encoding", "gzip"]);
});
