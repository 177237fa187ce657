import { expect, test } from "vitest";
import { adaptedFile, nginxFiles } from "./shipped-files.ts";

test("a change that finds nothing in the shipped file fails: a test would run something else than it names", () => {
  expect(adaptedFile("nginx/archipel.conf", [["example.org", "example.net"]])).not.toContain("example.org");
  for (const from of ["example.com", /listen 81;/g])
    expect(() => adaptedFile("nginx/archipel.conf", [[from, "x"]])).toThrow(`deploy/nginx/archipel.conf has no "${from}"`);
  expect(Object.values(nginxFiles("/here", [])).join("")).not.toContain("/opt/archipel");
});
