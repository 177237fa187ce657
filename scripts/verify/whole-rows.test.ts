import { expect, test } from "vitest";
import { hidableRows } from "./whole-rows.mjs";

test.each([
  ["SELECT row_to_json(r)::text FROM (SELECT t.fid) r", ["row_to_json(r"]],
  ["SELECT operation, to_jsonb(h) - ''geom'', geom FROM layers.%I h WHERE fid = $1", ["to_jsonb(h"]],
  [`"to_jsonb(t) - $2::text[]"; const where = \`t.\${name} = 1\``, ["to_jsonb(t"]],
  ["SELECT (SELECT json_agg(found ORDER BY found.place) FROM found) FROM (SELECT 1 AS place) found", ["json_agg(found"]],
  ["SELECT t::text AS line FROM layers.%I t ORDER BY 1", ["t::text"]],
  ["string_agg(record_send(t), ''::bytea)", ["record_send(t"]],
])("names a row that a column could hide in %s", (text, found) => {
  expect(hidableRows(text)).toEqual(found);
});

test.each([
  "SELECT row_to_json(r.*)::text FROM (SELECT t.fid) r",
  "SELECT to_jsonb(t.*) - 'geom' FROM layers t",
  "app.object_keys(to_jsonb(NEW), TG_ARGV::text[])",
  "SELECT json_agg(fid) AS fids FROM (SELECT fid FROM things) n",
  "SELECT id::text, t.id::text, 'v'::text FROM things t",
  "record_send(ROW(fid, geom))",
])("leaves values and qualified rows alone: %s", (text) => {
  expect(hidableRows(text)).toEqual([]);
});
