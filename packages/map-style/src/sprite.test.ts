import fc from "fast-check";
import { expect, it } from "vitest";
import { iconImage } from "./icons/icon-image.ts";
import { ICONS } from "./icons/names.ts";
import { PATTERNS, patternImage } from "./patterns.ts";
import { drawSprite, imagesAt, imagesOf, MAX_SPRITE_IMAGES, spriteAddress } from "./sprite.ts";

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => value.toString(16).padStart(6, "0"));
const name = fc.oneof(
  fc.constantFrom(...ICONS).map((icon) => `icon/${icon}`),
  fc.tuple(fc.constantFrom(...PATTERNS), hex).map((parts) => `pattern/${parts.join("/")}`),
  fc.tuple(fc.constantFrom(...PATTERNS), hex, fc.constantFrom("ffffff", "14202b")).map((parts) => `overlay/${parts.join("/")}`),
);

it("describes images by an address that is read again", () => {
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 60 }), (names) => {
      const address = spriteAddress(names) ?? "";
      expect(address).toMatch(/^[a-z0-9,~-]+$/);
      expect(imagesAt(address)?.toSorted()).toEqual(names.toSorted());
    }),
  );
});

it("leaves out images beyond its limits, and refuses addresses that ask for more", () => {
  const many = Array.from({ length: 400 }, (_, index) => `pattern/hatch/${index.toString(16).padStart(6, "0")}`);
  const kept = imagesAt(spriteAddress(many) ?? "") ?? [];
  expect(kept.length).toBeGreaterThan(200);
  expect(kept).toEqual(many.slice(0, kept.length));
  expect(spriteAddress([])).toBeNull();
  const colours = Array.from({ length: MAX_SPRITE_IMAGES + 1 }, (_, index) => index.toString(16).padStart(6, "0")).join("-");
  for (const wrong of [
    "",
    "sun",
    "house~",
    "hatch~12345",
    "hatch~d33c2c~",
    "hatch~d33c2c~ffffff~",
    "__proto__",
    "house,",
    `hatch~${colours}`,
  ])
    expect(imagesAt(wrong), wrong).toBeNull();
});

it("finds the images of expressions, and no other texts", () => {
  const layers = [
    {
      id: "a",
      type: "fill",
      source: "s",
      paint: { "fill-pattern": ["match", ["get", "x"], "U", "pattern/dots/aa00bb", "pattern/hatch/000000"] },
    },
    { id: "b", type: "symbol", source: "s", layout: { "icon-image": "icon/house", "text-field": "icon/tree" } },
    { id: "c", type: "symbol", source: "s", layout: { "icon-image": "other/thing" } },
  ];
  expect(imagesOf(layers as never)).toEqual(["icon/house", "pattern/dots/aa00bb", "pattern/hatch/000000"]);
});

it("keeps every pixel of every image, and none twice", () => {
  const names = [...ICONS.map((icon) => `icon/${icon}`), "pattern/dots/aa00bb", "overlay/cross/d33c2c/ffffff"];
  const { width, height, data, index } = drawSprite([...names, "unknown"]);
  expect(Object.keys(index).toSorted()).toEqual(names.toSorted());
  const taken = new Uint8Array(width * height);
  for (const one of names) {
    const place = index[one];
    const image = iconImage(one) ?? patternImage(one);
    if (!place) throw new Error(one);
    for (let y = 0; y < place.height; y++) {
      for (let x = 0; x < place.width; x++) {
        const at = (place.y + y) * width + place.x + x;
        expect(taken[at]).toBe(0);
        taken[at] = 1;
        if (image) expect(data[at * 4 + 3]).toBe(image.data[(y * place.width + x) * 4 + 3]);
      }
    }
  }
  expect(index["icon/house"]).toMatchObject({ sdf: true, pixelRatio: 1 });
  expect(index["pattern/dots/aa00bb"]).toMatchObject({ width: 16, pixelRatio: 2 });
});
