import { Readable } from "node:stream";
import type { ChildUsage } from "@archipel/sandbox/watch.ts";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { defaultImageLimits, ImageError, type WantedImage } from "./model.ts";
import { encodeWebp, redrawImage } from "./redraw.ts";
import { sniffImage } from "./sniff.ts";
import { hostileJpeg } from "./testing/hostile-jpeg.ts";

const FORMATS = { jpeg: "jpeg", png: "png", webp: "webp", avif: "jpeg", svg: "png" } as const;
const LARGE: WantedImage = { width: 640, height: 320, fit: "inside", format: FORMATS };
const SMALL: WantedImage = { width: 32, height: 32, fit: "cover", background: "#ffffff", quality: 75, format: { ...FORMATS, png: "jpeg" } };

async function redraw(file: Buffer, wanted = [LARGE]) {
  const format = sniffImage(file);
  if (!format) throw new Error("it has no format");
  return redrawImage(format, Readable.from([file]), wanted);
}
const faultOf = async (file: Buffer) => {
  const error = await redraw(file).then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ImageError)) throw error ?? new Error("it is drawn");
  return error.fault;
};
/** The animated WebP with another size in its header: 24 bits each, less one, where VP8X begins. */
function withCanvas(animation: Buffer, width: number, height: number): Buffer {
  const file = Buffer.from(animation);
  file.writeUIntLE(width - 1, 24, 3);
  file.writeUIntLE(height - 1, 27, 3);
  return file;
}
const svg = (content: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">\n${content}\n</svg>`);

describe("an image", () => {
  const picture = () => sharp({ create: { width: 1200, height: 900, channels: 4, background: "#b5482a" } });

  it.each(["jpeg", "png", "webp", "avif"] as const)("in %s is drawn in each size asked for, without its metadata", async (format) => {
    const file = await picture()
      .withExif({ IFD0: { Artist: "Somebody" } })
      .toFormat(format)
      .toBuffer();
    expect(sniffImage(file)).toBe(format);
    const [large, small] = await redraw(file, [LARGE, SMALL]);
    expect(large).toMatchObject({ format: FORMATS[format], width: 427, height: 320 });
    expect(small).toMatchObject({ width: 32, height: 32 });
    const { exif, width } = await sharp(large?.content).metadata();
    expect({ exif, width }).toEqual({ exif: undefined, width: 427 });
  });

  it("is turned upright", async () => {
    const file = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await redraw(file)).toMatchObject([{ width: 240, height: 320 }]);
  });

  it("of as many pixels as a camera takes is drawn, also a progressive one", async () => {
    expect(await redraw(hostileJpeg({ width: 6000, height: 4000 }))).toMatchObject([{ width: 480, height: 320 }]);
  });

  it("with too many pixels is refused by its header, with its size", async () => {
    expect(await faultOf(hostileJpeg({ width: 10_000, height: 8_000 }))).toEqual({ reason: "pixels", width: 10_000, height: 8_000 });
  });

  it("that moves is drawn as its first frame, whatever the number of frames; its canvas has the same limit as a picture", async () => {
    const frame = (background: string) =>
      sharp({ create: { width: 800, height: 600, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = await Promise.all(["#ff0000", "#00ff00", "#0000ff"].map(frame));
    const animation = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(3);
    const [first] = await redraw(animation);
    expect(first).toMatchObject({ width: 427, height: 320 });
    const { dominant } = await sharp(first?.content).stats();
    expect(dominant.r).toBeGreaterThan(200);
    // Three frames are more pixels than the limit, one is not.
    const limits = { pixels: 500_000 };
    expect(await redrawImage("webp", Readable.from([animation]), [LARGE], { limits })).toHaveLength(1);
    expect(await faultOf(withCanvas(animation, 6000, 5000))).toEqual({ reason: "pixels", width: 6000, height: 5000 });
  });

  it("whose sender leaves is not drawn to its end", async () => {
    const leaving = new AbortController();
    const usages: ChildUsage[] = [];
    const file = Readable.from([hostileJpeg({ width: 5_000, height: 5_000, scans: 4_000 })]);
    const drawing = redrawImage("jpeg", file, [LARGE], { signal: leaving.signal, onUsage: (usage) => usages.push(usage) });
    leaving.abort(new Error("left"));
    await expect(drawing).rejects.toThrow("left");
    expect(usages[0]?.cpuSeconds).toBeLessThan(defaultImageLimits.cpuSeconds);
  });

  it("that breaks off, or is not what its first bytes say, is broken", async () => {
    const file = await picture().jpeg().toBuffer();
    expect(await faultOf(file.subarray(0, 2000))).toEqual({ reason: "broken", line: null });
    expect(await faultOf(Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), file]))).toEqual({ reason: "broken", line: null });
  });

  it("of plain pixels is encoded", async () => {
    const content = await encodeWebp(Buffer.alloc(40 * 20 * 4, 0x80), 40, 20, 82);
    expect(await sharp(content).metadata()).toMatchObject({ format: "webp", width: 40, height: 20 });
  });
});

describe("a format", () => {
  it.each([
    ["GIF", Buffer.from("GIF89a")],
    ["TIFF", Buffer.from("II*\0")],
    ["HEIC", Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")],
    ["HTML", Buffer.from("<html><svg></svg></html>")],
    ["nothing", Buffer.alloc(0)],
  ])("is not recognised: %s", (_, file) => {
    expect(sniffImage(file)).toBeNull();
  });
});

describe("an SVG", () => {
  it("of a drawing program is drawn: gradients, clip paths, masks, symbols, embedded pictures, unused filters, links", async () => {
    const dot = (
      await sharp({ create: { width: 2, height: 2, channels: 3, background: "#00ff00" } })
        .png()
        .toBuffer()
    ).toString("base64");
    const file = Buffer.from(
      `<?xml version="1.0" encoding="iso-8859-1"?>
<!-- Generator: a drawing program -->
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg version="1.1" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:d="urn:drawing" viewBox="0 0 40 20">
  <title>D\u00e9partement</title><d:view d:grid="true"/>
  <style><![CDATA[ .a { fill: url(#g); color-interpolation-filters: sRGB; filter: none } ]]></style>
  <defs>
    <linearGradient id="g"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#f00"/></linearGradient>
    <clipPath id="c"><rect width="20" height="20"/></clipPath>
    <mask id="m"><rect width="40" height="10" fill="#fff"/></mask>
    <symbol id="s"><path d="M0 0h40v20H0z" class="a"/></symbol>
    <filter id="unused"><feGaussianBlur stdDeviation="2"/></filter>
  </defs>
  <switch>
    <foreignObject requiredExtensions="urn:drawing" width="1" height="1"><d:native>text</d:native></foreignObject>
    <g clip-path="url(#c)"><g mask="url(#m)"><a xlink:href="https://example.org/"><use xlink:href="#s"/></a></g></g>
  </switch>
  <text> </text>
  <image x="30" y="10" width="10" height="10" xlink:href="data:image/png;base64,${dot}"/>
</svg>`,
      "latin1",
    );
    const [image] = await redraw(file);
    expect(image).toMatchObject({ format: "png", width: 640, height: 320 });
    const { data } = await sharp(image?.content).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const colourAt = (x: number, y: number) => [...data.subarray((y * 640 + x) * 4, (y * 640 + x) * 4 + 4)];
    expect(colourAt(100, 80)).toEqual([255, 0, 0, 255]);
    expect([colourAt(400, 80)[3], colourAt(100, 240)[3]]).toEqual([0, 0]);
    expect(colourAt(560, 240)).toEqual([0, 255, 0, 255]);
  });

  it.each([
    ["filter", '<rect width="20" height="10" filter="url(#f)"/>'],
    ["filter", '<rect width="20" height="10" style="fill:red;filter : url(#f)"/>'],
    ["filter", "<style>rect{fill:red;/* a */filter:blur(9px)}</style>"],
    ["foreign-object", "<foreignObject><p>text</p></foreignObject>"],
    ["external", '<image href="logo.png"/>'],
    ["external", '<use href="https://example.org/a.svg#b"/>'],
    ["external", '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'],
    ["external", '<rect fill="url(https://example.org/a.svg#b)"/>'],
    ["external", "<style>@import 'a.css';</style>"],
    ["script", "<script>alert(1)</script>"],
    ["script", '<rect onload="alert(1)"/>'],
    ["text", "<text>Commune</text>"],
  ])("with what is not drawn is refused, with its kind (%s) and its line", async (part, content) => {
    expect(await faultOf(svg(content))).toEqual({ reason: "svg", part, line: 2 });
  });

  it("that declares entities, or is not well-formed, is refused with the line", async () => {
    const entities = Buffer.from('<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await faultOf(entities)).toMatchObject({ reason: "svg", part: "entities", line: 1 });
    expect(await faultOf(svg("<g>\n</h>"))).toEqual({ reason: "broken", line: 3 });
  });

  it("is drawn at the size asked for, however small or large it says that it is", async () => {
    const sized = (size: string) => Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}><rect width="9" height="9"/></svg>`);
    expect(await redraw(sized('width="10" height="10"'))).toMatchObject([{ width: 320, height: 320 }]);
    expect(await redraw(sized('width="9000" height="9000"'))).toMatchObject([{ width: 320, height: 320 }]);
  });
});
