import { expect, test } from "vitest";
import { jsonFault } from "./json-fault.ts";

const faultOf = (text: string) => jsonFault(Buffer.from(text));

test("agrees with JSON.parse on what is JSON", () => {
  const texts = ['{"a":[1,-2.5e3,true,null,"é\\"x"],"b":{}}', " [] ", "0", '"x"', "[[[]]]", '{"a":{"b":[{}]}}', "\uFEFF{}"];
  for (const text of texts) expect(faultOf(text), text).toBeNull();
  const broken = [
    "",
    "{",
    "[1,]",
    '{"a" 1}',
    "{a:1}",
    "01",
    "1.",
    "[1 2]",
    '{"a":1,}',
    "tru",
    "nul",
    '"a',
    "[1}",
    "{} {}",
    "NaN",
    "'a'",
    "[+1]",
    '"\t"',
  ];
  for (const text of broken) {
    expect(() => JSON.parse(text)).toThrow();
    expect(faultOf(text), text).not.toBeNull();
  }
});

test("names the line, the column and the byte of the first fault", () => {
  const text = '{\n  "type": "FeatureCollection",\n  "features": [\n    {"type": "Feature" "geometry": null}\n  ]\n}\n';
  expect(faultOf(text)).toEqual({ line: 4, column: 24, byte: text.indexOf('"geometry"'), fault: "comma" });
  expect(faultOf('{"a": }')).toMatchObject({ line: 1, column: 7, fault: "value" });
  expect(faultOf("{'a': 1}")).toMatchObject({ column: 2, fault: "key" });
  expect(faultOf("[1, 2,\n 3")).toMatchObject({ line: 2, fault: "end" });
  expect(faultOf('{"a": 1} x')).toMatchObject({ fault: "after" });
  expect(faultOf("[2,5.]")).toMatchObject({ column: 4, fault: "number" });
});

test("reads a text that is nested a million times", () => {
  expect(faultOf("[".repeat(1_000_000))).toMatchObject({ fault: "end" });
});
