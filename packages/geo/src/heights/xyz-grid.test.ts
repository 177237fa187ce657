import fc from "fast-check";
import { expect, test } from "vitest";
import { NODATA } from "./height-grid.ts";
import { readXyzGrid, XyzError, xyzFormOf } from "./xyz-grid.ts";

const chunked = (text: string, size: number) =>
  async function* () {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  };
const formOf = (text: string) => xyzFormOf(text, { isWhole: true, anywhere: false });

async function read(text: string, size = 1_000) {
  const form = xyzFormOf(text, { isWhole: true, anywhere: true });
  if (!form) throw new Error("not a list of heights");
  return readXyzGrid(chunked(text, size), form, 2154);
}

interface Written {
  separator: string;
  decimal: "." | ",";
  header: string | null;
  end: string;
}

/** A plane of heights as lines. */
function lines(columns: number, rows: number, cell: number, { separator, decimal }: Written): string[] {
  const number = (value: number) => String(Math.round(value * 1000) / 1000).replace(".", decimal);
  return Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    return [700_000.5 + column * cell, 6_600_000.5 - row * cell, 100 + column + row / 4].map(number).join(separator);
  });
}

const plain: Written = { separator: " ", decimal: ".", header: null, end: "\n" };

test("any regular text is read, whatever its separators, its order of lines, its holes and its pieces", async () => {
  const written = fc
    .record({
      separator: fc.constantFrom(" ", "\t", ";", ",", " ; ", "   "),
      decimal: fc.constantFrom(".", ",") as fc.Arbitrary<"." | ",">,
      header: fc.constantFrom(null, "x;y;z", "X Y Z", "easting,northing,height"),
      end: fc.constantFrom("\n", "\r\n"),
    })
    .filter(({ separator, decimal }) => separator !== "," || decimal === ".");
  await fc.assert(
    fc.asyncProperty(
      written,
      fc.integer({ min: 3, max: 12 }),
      fc.integer({ min: 3, max: 12 }),
      fc.constantFrom(0.5, 1, 5, 25),
      fc.integer({ min: 7, max: 90 }),
      fc.array(fc.nat(), { minLength: 144, maxLength: 144 }),
      async (how, columns, rows, cell, size, order) => {
        const all = lines(columns, rows, cell, how);
        // Any order, without a fifth of the cells, but with the corners, which say where the grid ends.
        const corners = new Set([0, columns - 1, columns * (rows - 1), columns * rows - 1]);
        const kept = all.map((_, i) => i).filter((i) => corners.has(i) || (order[i] ?? 0) % 5 !== 0);
        fc.pre(new Set(kept.map((i) => i % columns)).size === columns && new Set(kept.map((i) => Math.floor(i / columns))).size === rows);
        const shuffled = kept.toSorted((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
        const text = [...(how.header === null ? [] : [how.header]), ...shuffled.map((i) => all[i])].join(how.end);
        const grid = await read(text, size);
        expect([grid.columns, grid.rows, grid.repeated]).toEqual([columns, rows, 0]);
        expect(grid.cell).toBeCloseTo(cell, 6);
        expect(grid.west).toBeCloseTo(700_000.5 - cell / 2, 6);
        expect(grid.north).toBeCloseTo(6_600_000.5 + cell / 2, 6);
        for (let i = 0; i < columns * rows; i++)
          expect(grid.values[i]).toBe(kept.includes(i) ? Math.fround(100 + (i % columns) + Math.floor(i / columns) / 4) : NODATA);
      },
    ),
    { numRuns: 60 },
  );
});

test("words and usual numbers for no height are holes; a line may end with its separator; notes are passed over", async () => {
  const grid = await read("# made by hand\n0;0;1;\n1;0;nan;\n0;1;-9999;\n\n1;1;4;\n2;0;5;\n2;1;-99999;\n");
  expect([...grid.values]).toEqual([NODATA, 4, NODATA, 1, NODATA, 5]);
});

test("rounded positions do not drift: a third of a metre in two decimals", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => i).flatMap((row) =>
    Array.from({ length: 301 }, (_, column) => `${(column / 3).toFixed(2)} ${(row / 3).toFixed(2)} ${column}`),
  );
  const grid = await read(rows.join("\n"));
  expect([grid.columns, grid.rows]).toEqual([301, 300]);
  expect(grid.cell).toBeCloseTo(1 / 3, 4);
  expect(grid.values[300]).toBe(300);
});

test("what is no regular grid is refused with its line and place", async () => {
  const regular = lines(10, 10, 2, plain);
  const fault = async (text: string) => {
    const error = await read(text).then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof XyzError)) throw new Error("it was read");
    return { fault: error.fault, line: error.line };
  };
  expect(await fault([...regular.slice(0, 50), "700003.2 6600000.5 9", ...regular.slice(50)].join("\n"))).toMatchObject({
    fault: "irregular",
  });
  expect(await fault([...regular.slice(0, 50), "7000 what", ...regular.slice(50)].join("\n"))).toEqual({ fault: "line", line: 51 });
  expect(await fault([...regular.slice(0, 50), "700002.5 6600000.5", ...regular.slice(50)].join("\n"))).toEqual({
    fault: "line",
    line: 51,
  });
  const wide = Array.from({ length: 100 }, (_, i) => `${(i % 10) * 2} ${Math.floor(i / 10) * 3} 1`);
  expect(await fault(wide.join("\n"))).toMatchObject({ fault: "not-square" });
  const scattered = Array.from({ length: 2_000 }, (_, i) => `${(i * 7919) % 1_000_003} ${(i * 104_729) % 999_983} 1`);
  expect(await fault(scattered.join("\n"))).toMatchObject({ fault: "irregular" });
  expect(await fault("1 1 1\n1 1 2\n1 1 3\n1 1 4\n")).toMatchObject({ fault: "empty" });
});

test("a position that comes twice with another height is counted, and its first height stays", async () => {
  const grid = await read(`${lines(5, 5, 2, plain).join("\n")}\n700002.5 6600000.5 999\n700002.5 6600000.5 101\n`);
  expect(grid).toMatchObject({ repeated: 1, firstRepeated: { line: 26, at: [700_002.5, 6_600_000.5] } });
  expect(grid.values[1]).toBe(101);
});

test("a text with another name counts only when its first lines follow a grid", () => {
  const regular = lines(40, 10, 2, plain).join("\n");
  expect(formOf(regular)).not.toBeNull();
  expect(formOf(`x y z\n${regular}`)).not.toBeNull();
  expect(formOf("id;lon;lat\n1;2.5;48.1\n2;2.6;48.2\n3;2.9;48.9\n4;3.1;47\n5;4;47")).toBeNull();
  expect(formOf("12 rue de la Paix\n14 rue Haute\n16 place\n18 quai\n")).toBeNull();
  expect(formOf("1 2 3\n4 5 6\n7 8 9\n10 11 13\n")).toBeNull();
});
