import { expect, test } from "vitest";
import { mediaTypeOf } from "./media-type.ts";

test.each<[string, string | Buffer, string | null]>([
  ["a.pdf", "%PDF-1.7 ...", "application/pdf"],
  ["plan.bin", "%PDF-1.4", "application/pdf"],
  ["a.pdf", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]), "image/png"],
  ["a.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
  ["a.tif", Buffer.from("II*\0more", "latin1"), "image/tiff"],
  ["lisez-moi.txt", "Bonjour, été", "text/plain"],
  ["fiche.xml", '<?xml version="1.0"?><gmd:MD_Metadata/>', "application/xml"],
  ["fiche.xml", "<gmd:MD_Metadata xmlns:gmd='x'>", "application/xml"],
  ["page.pdf", "<!DOCTYPE html><script>alert(1)</script>", null],
  ["page.xml", "<?xml version=\"1.0\"?><html xmlns='http://www.w3.org/1999/xhtml'>", null],
  ["dessin.xml", "<?xml version=\"1.0\"?><svg:svg xmlns:svg='x'>", null],
  ["style.qml", "<qgis>", null],
  ["data.bin", Buffer.from([0, 1, 2, 3]), null],
  ["empty.txt", "", null],
])("%s that begins with %j", (path, head, mediaType) => expect(mediaTypeOf(path, Buffer.from(head))).toBe(mediaType));
