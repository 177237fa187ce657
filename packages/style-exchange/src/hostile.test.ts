import { layerStyle } from "@archipel/map-style/layer-style.ts";
import { expect, test } from "vitest";
import { LIMITS, StyleFileError } from "./model/style-file-error.ts";
import { readStyleFile } from "./read-style-file.ts";
import { zones } from "./testing/zones.ts";

const read = (text: string | Uint8Array, geometry: "point" | "line" | "polygon" = "polygon") =>
  readStyleFile(typeof text === "string" ? new TextEncoder().encode(text) : text, zones(geometry));

/** The error of a file that is refused. */
function refusal(text: string | Uint8Array): { code: string; params: object } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof StyleFileError) return { code: error.code, params: error.params };
    throw error;
  }
  throw new Error("the file was read");
}

const sld = (rules: string, head = "") =>
  `<?xml version="1.0"?>${head}<StyledLayerDescriptor version="1.1.0" xmlns="http://www.opengis.net/sld" xmlns:se="http://www.opengis.net/se" xmlns:ogc="http://www.opengis.net/ogc"><NamedLayer><se:Name>a</se:Name><UserStyle><se:FeatureTypeStyle>${rules}</se:FeatureTypeStyle></UserStyle></NamedLayer></StyledLayerDescriptor>`;
const area = (colour: string, more = "") =>
  `<se:PolygonSymbolizer><se:Fill><se:SvgParameter name="fill">${colour}</se:SvgParameter></se:Fill>${more}</se:PolygonSymbolizer>`;
const rule = (content: string) => `<se:Rule>${content}</se:Rule>`;
const qml = (renderer: string, head = "") => `${head}<qgis version="3.40">${renderer}</qgis>`;
const simpleFill = (options: string) =>
  `<symbols><symbol name="0" type="fill" alpha="1"><layer class="SimpleFill" enabled="1"><Option type="Map">${options}</Option></layer></symbol></symbols>`;
const option = (name: string, value: string) => `<Option name="${name}" value="${value}" type="QString"/>`;

test("entities are refused, internal and external ones, and no file is opened", () => {
  const xxe = '<!DOCTYPE a [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>\n';
  expect(refusal(sld(rule(`<se:Name>&xxe;</se:Name>${area("#ff0000")}`), xxe))).toEqual({
    code: "style-file-entities",
    params: { line: 1 },
  });
  const laughs = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n} "${`&lol${n - 1 < 0 ? "" : n - 1};`.repeat(10)}">`).join("")}]>`;
  expect(refusal(qml("<a>&lol8;</a>", laughs)).code).toBe("style-file-entities");
  // Without a definition the entity does not exist.
  expect(refusal(sld(rule(`\n<se:Name>&xxe;</se:Name>${area("#ff0000")}`)))).toMatchObject({
    code: "style-file-broken",
    params: { line: 2 },
  });
  // The document type of QGIS has no definitions.
  const style = qml(
    `<renderer-v2 type="singleSymbol">${simpleFill(option("color", "1,2,3,255"))}</renderer-v2>`,
    "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>",
  );
  expect(read(style).style).toMatchObject({ kind: "simple", appearance: { colour: "#010203" } });
});

test("20,000 rules inside each other, or beside each other, are refused with the limit", () => {
  const deep = `${"<rule>".repeat(20_000)}${"</rule>".repeat(20_000)}`;
  expect(refusal(qml(`<renderer-v2 type="RuleRenderer"><rules>${deep}</rules></renderer-v2>`))).toMatchObject({
    code: "style-file-too-deep",
    params: { max: LIMITS.depth },
  });
  const many = rule(area("#ff0000")).repeat(1_500);
  expect(refusal(sld(many))).toEqual({ code: "style-file-too-many-rules", params: { max: LIMITS.rules } });
  const categories = '<category value="1" symbol="0"/>'.repeat(1_500);
  expect(
    refusal(
      qml(`<renderer-v2 type="categorizedSymbol" attr="typezone"><categories>${categories}</categories>${simpleFill("")}</renderer-v2>`),
    ).code,
  ).toBe("style-file-too-many-rules");
  expect(refusal(qml("<a/>".repeat(LIMITS.parts + 1))).code).toBe("style-file-too-many-parts");
  const filter = `${"<ogc:And>".repeat(150)}<ogc:PropertyIsEqualTo/>${"</ogc:And>".repeat(150)}`;
  expect(read(sld(rule(`<ogc:Filter>${filter}</ogc:Filter>${area("#ff0000")}`))).notes.map(({ code }) => code)).toContain(
    "condition-unknown",
  );
});

test("JSON that is deep, large or no style is refused", () => {
  expect(refusal(`{"version":8,"layers":${"[".repeat(20_000)}${"]".repeat(20_000)}}`).code).toBe("style-file-too-deep");
  expect(refusal(`{"version":8,"layers":[${Array.from({ length: LIMITS.parts + 1 }, () => 1).join()}]}`).code).toMatch(/too-many/);
  expect(refusal('{"version":8,\n"layers":[}')).toMatchObject({ code: "style-file-broken", params: { line: 2 } });
  expect(refusal('{"type":"FeatureCollection"}').code).toBe("style-file-unknown");
  expect(refusal("hello").code).toBe("style-file-unknown");
});

test("names that nest themselves in an expression are not computed: a short text would take hours", () => {
  const doubled = Array.from({ length: 60 }, (_, n) => n).reduce<unknown>(
    (inner, n) => ["let", `v${n + 1}`, ["+", ["var", `v${n}`], ["var", `v${n}`]], inner],
    ["var", "v60"],
  );
  const layer = { id: "a", type: "circle", source: "s", paint: { "circle-color": "#123456", "circle-radius": ["let", "v0", 1, doubled] } };
  const { style } = read(JSON.stringify({ version: 8, layers: [layer] }), "point");
  expect(style).toMatchObject({ kind: "simple", appearance: { colour: "#123456", radiusPx: 5 } });
});

test("prototypes are not changed by names in a file", () => {
  const layer =
    '{"id":"a","type":"circle","source":"s","paint":{"circle-color":["match",["get","__proto__"],"x","#ff0000","#00ff00"],"__proto__":{"polluted":true}}}';
  const { missing } = read(`{"version":8,"layers":[${layer}],"__proto__":{"polluted":true}}`, "point");
  expect(missing).toEqual(["__proto__"]);
  expect(
    read(qml(`<renderer-v2 type="constructor">${simpleFill(option("constructor", "1") + option("color", "1,2,3,255"))}</renderer-v2>`))
      .style.kind,
  ).toBe("simple");
  expect({}).not.toHaveProperty("polluted");
});

test("numbers without measure are limited or left out, with a note", () => {
  const stroke = (width: string) => `<se:Stroke><se:SvgParameter name="stroke-width">${width}</se:SvgParameter></se:Stroke>`;
  const widthOf = (width: string) => read(sld(rule(area("#ff0000", stroke(width)))));
  for (const width of ["1e308", "99999"])
    expect(widthOf(width)).toMatchObject({ style: { appearance: { widthPx: 20 } }, notes: [{ code: "number-limited" }] });
  for (const width of ["Infinity", "NaN", "1e400", "0x10", "9".repeat(400), "abc"])
    expect(widthOf(width)).toMatchObject({ style: { appearance: { widthPx: 1 } }, notes: [{ code: "property-left" }] });
  const scales = "<se:MinScaleDenominator>-5</se:MinScaleDenominator><se:MaxScaleDenominator>1e300</se:MaxScaleDenominator>";
  expect(layerStyle.safeParse(read(sld(rule(scales + area("#ff0000")))).style).success).toBe(true);
});

test("colours of wrong forms become grey, with a note that shows them", () => {
  for (const colour of ["red", "#ff00", "#zz0000", "rgb(1,2,3)", "javascript:alert(1)", "#".repeat(5000)]) {
    const { style, notes } = read(sld(rule(area(colour))));
    expect(style).toMatchObject({ appearance: { colour: "#808080" } });
    expect(notes[0]?.code).toBe("colour-unreadable");
    expect(String(notes[0]?.params.value).length).toBeLessThanOrEqual(80);
  }
  for (const colour of ["256,0,0,255", "1,2", "-1,0,0", "a,b,c", "#12345"]) {
    const { notes } = read(qml(`<renderer-v2 type="singleSymbol">${simpleFill(option("color", colour))}</renderer-v2>`));
    expect(notes.map(({ code }) => code)).toContain("colour-unreadable");
  }
});

test("markup in names stays text", () => {
  const title = "<script>alert(1)</script>";
  const named = `<se:Description><se:Title>${title.replaceAll("<", "&lt;")}</se:Title></se:Description>`;
  const filter = (value: string) =>
    `<ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>typezone</ogc:PropertyName><ogc:Literal>${value}</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>`;
  const { style } = read(sld(rule(named + filter("U") + area("#ff0000"))));
  expect(style).toMatchObject({ categories: [{ value: "U", label: title }] });
});

test("a file that is empty, too large, of a picture or of nothing says so", () => {
  expect(refusal("  \n ").code).toBe("style-file-empty");
  expect(refusal(new Uint8Array(LIMITS.bytes + 1))).toEqual({ code: "style-file-too-large", params: { max: 1 } });
  expect(refusal(qml("<pipe><rasterrenderer/></pipe>")).code).toBe("style-file-raster");
  expect(refusal(sld(rule("<se:RasterSymbolizer/>"))).code).toBe("style-file-raster");
  expect(refusal(sld(""))).toEqual({ code: "style-file-nothing", params: { reason: "polygon" } });
  expect(refusal("<html><body/></html>")).toMatchObject({ code: "style-file-unknown" });
  expect(refusal("<qgis><renderer-v2")).toMatchObject({ code: "style-file-broken", params: { line: 1 } });
});

test("the largest file that is allowed is read in a moment", () => {
  const filter = (n: number) =>
    `<ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>typezone</ogc:PropertyName><ogc:Literal>${n}</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>`;
  const text = sld(
    Array.from({ length: LIMITS.rules }, (_, n) => rule(`<se:Name>${"x".repeat(500)}</se:Name>${filter(n)}${area("#ff0000")}`)).join(""),
  );
  const { style, notes } = read(text);
  expect(style.kind === "categorised" && style.categories.length).toBe(60);
  expect(notes).toEqual([{ code: "too-many-classes", params: { count: 1000, max: 60 } }]);
});

test("an encoding other than UTF-8 is read by its declaration, an unknown one is refused", () => {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${sld(rule(`<se:Name>Forêt</se:Name><ogc:Filter><ogc:PropertyIsEqualTo><ogc:PropertyName>typezone</ogc:PropertyName><ogc:Literal>N</ogc:Literal></ogc:PropertyIsEqualTo></ogc:Filter>${area("#00ff00")}`)).replace('<?xml version="1.0"?>', "")}`;
  expect(read(Buffer.from(text, "latin1")).style).toMatchObject({ categories: [{ value: "N", label: "Forêt" }] });
  expect(refusal(text.replace("ISO-8859-1", "x-unknown")).code).toBe("style-file-broken");
});
