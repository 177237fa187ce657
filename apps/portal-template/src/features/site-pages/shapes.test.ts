import fc from "fast-check";
import { expect, test } from "vitest";
import { axisOf, ringOf } from "./chart-shape.ts";
import { typedRows } from "./table-rows.ts";
import { PLAYERS, videoSource } from "./video-source.ts";
import { boxOfView } from "./view-box.ts";

test("a typed table has the width of its longest row, and reads bars in cells", () => {
  expect(typedRows("| Zone | Surface |\n| --- | ---: |\n| U \\| UA | 1 250,5 |\n| N |")).toEqual({
    head: ["Zone", "Surface"],
    rows: [
      ["U | UA", "1 250,5"],
      ["N", ""],
    ],
    isNumeric: [false, true],
  });
  expect(typedRows("Zone | Surface")).toBeNull();
  expect(typedRows("")).toBeNull();
});

test("only known players become frames", () => {
  for (const address of [
    "https://youtu.be/abcdefghijk",
    "https://www.youtube.com/watch?v=abcdefghijk&t=3",
    "https://www.youtube.com/embed/abcdefghijk",
  ]) {
    expect(videoSource(address)?.frame, address).toBe("https://www.youtube-nocookie.com/embed/abcdefghijk");
  }
  expect(videoSource("https://vimeo.com/channels/x/123456789")?.frame).toBe("https://player.vimeo.com/video/123456789?dnt=1");
  expect(videoSource("https://www.dailymotion.com/video/x8abcde")?.frame).toContain("video=x8abcde");
  for (const address of [
    "http://youtu.be/abcdefghijk",
    "https://youtube.com.evil.example/watch?v=abcdefghijk",
    "https://youtube.com/watch?v=a%22b",
    "x",
  ]) {
    expect(videoSource(address), address).toBeNull();
  }
});

test("each frame is of a player that the page's policy allows", () => {
  fc.assert(
    fc.property(fc.constantFrom("youtu.be", "vimeo.com", "dai.ly", "dailymotion.com"), fc.stringMatching(/^[\w-]{6,12}$/), (host, id) => {
      const source = videoSource(`https://${host}/${id}`);
      if (source) expect(PLAYERS).toContain(new URL(source.frame).origin);
    }),
  );
});

test("an axis holds zero and every value, with few marks", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.integer({ min: -1e9, max: 1e9 }).map((hundredths) => hundredths / 100),
        { minLength: 1, maxLength: 30 },
      ),
      (values) => {
        const { low, high, marks } = axisOf(values);
        expect(low).toBeLessThanOrEqual(Math.min(0, ...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(0, ...values));
        expect(high).toBeGreaterThan(low);
        expect(marks.length).toBeLessThanOrEqual(8);
      },
    ),
  );
});

test("the shares of a ring make a whole", () => {
  const arcs = ringOf([
    { label: "a", value: 1 },
    { label: "b", value: -2 },
    { label: "c", value: 3 },
  ]);
  expect(arcs.map(({ share }) => share)).toEqual([0.25, 0.75]);
  expect(ringOf([{ label: "a", value: 5 }])[0]?.path).not.toContain("NaN");
});

test("a view is a box around its middle, narrower the closer it is", () => {
  const far = boxOfView({ lon: 2, lat: 48, zoom: 8 });
  const near = boxOfView({ lon: 2, lat: 48, zoom: 12 });
  expect((far[0] + far[2]) / 2).toBeCloseTo(2);
  expect(far[2] - far[0]).toBeCloseTo(16 * (near[2] - near[0]));
});
