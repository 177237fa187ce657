import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRelief, encodeRelief, FIRST_VIEW } from "./relief-code.ts";

it("reads back what it writes", () => {
  fc.assert(
    fc.property(
      fc.boolean(),
      fc.integer({ min: 10, max: 30 }),
      fc.integer({ min: 0, max: 70 }),
      fc.integer({ min: -180, max: 180 }),
      (isRaised, tenths, pitch, bearing) => {
        const view = { isRaised, exaggeration: tenths / 10, pitch, bearing };
        expect(decodeRelief(encodeRelief(view))).toEqual(isRaised ? view : { ...FIRST_VIEW, isRaised });
      },
    ),
  );
});

it("takes the first view for everything else", () => {
  for (const text of [undefined, "", "1", "9_10_10", "1.5_80_0", "1.5_10_200", "<script>", "1.5_10", "0.5_10_10"])
    expect(decodeRelief(text)).toEqual(FIRST_VIEW);
});
