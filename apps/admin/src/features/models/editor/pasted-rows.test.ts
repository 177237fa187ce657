import { expect, test } from "vitest";
import { pastedRows } from "./pasted-rows.ts";

test.each([
  [
    "01\tZone urbaine\r\n02\tZone, agricole\r\n",
    [
      ["01", "Zone urbaine"],
      ["02", "Zone, agricole"],
    ],
  ],
  [
    "01;U\n02",
    [
      ["01", "U"],
      ["02", ""],
    ],
  ],
  [
    'code,label\nA,"b, c"',
    [
      ["code", "label"],
      ["A", "b, c"],
    ],
  ],
  ["seul", [["seul"]]],
  ["", []],
])("%j", (text, rows) => expect(pastedRows(text)).toEqual(rows));
