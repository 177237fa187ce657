import { expect, test } from "vitest";
import { disposition } from "./content-disposition.ts";

test("a plain name is sent unchanged, any other only by RFC 8187", () => {
  expect(disposition("things.gpkg")).toBe("attachment; filename=things.gpkg");
  expect(disposition("l’acte (1).pdf", "inline")).toBe("inline; filename*=UTF-8''l%E2%80%99acte%20%281%29.pdf");
});

test("a name can neither end nor break the header", () => {
  expect(disposition('a"; filename=b.html')).toBe('attachment; filename="a\\"; filename=b.html"');
  expect(disposition("a\r\nx: y.pdf")).toBe('attachment; filename="ax: y.pdf"');
  expect(disposition("a\ud800.pdf")).toBe("attachment; filename*=UTF-8''a%EF%BF%BD.pdf");
});

test("a name is one part of a path, and reads as it is", () => {
  expect(disposition("../../etc/passwd")).toBe("attachment; filename=..-..-etc-passwd");
  expect(disposition("\u202egpj.exe")).toBe("attachment; filename=gpj.exe");
  expect(disposition("\0")).toBe("attachment; filename=file");
});
