import { type HeightGrid, NODATA } from "./height-grid.ts";

/** Cells of a text, at most. */
const MOST_CELLS = 100_000_000;

/** A grid as an ESRI ASCII grid, a row at a time. Heights have millimetres. */
export function* asciiGridLines({ columns, rows, west, north, cell, values }: HeightGrid): Generator<string> {
  yield `ncols ${columns}\nnrows ${rows}\nxllcorner ${west}\nyllcorner ${north - rows * cell}\ncellsize ${cell}\nNODATA_value ${NODATA}\n`;
  for (let row = 0; row < rows; row++) {
    const texts: string[] = [];
    for (let i = row * columns; i < (row + 1) * columns; i++) texts.push(String(Math.round((values[i] as number) * 1000) / 1000));
    yield `${texts.join(" ")}\n`;
  }
}

/**
 * Reads an ESRI ASCII grid.
 *
 * @param srid EPSG code, which the format does not have
 * @throws RangeError that says what is wrong
 */
export function readAsciiGrid(text: string, srid: number | null): HeightGrid {
  const words = text.matchAll(/\S+/g);
  const facts = new Map<string, number>();
  let first: string | undefined;
  for (let word = words.next(); !word.done; word = words.next()) {
    const [name] = word.value;
    if (!/^[a-z_]+$/i.test(name) || /^nan$/i.test(name)) {
      first = name;
      break;
    }
    const value = words.next();
    facts.set(name.toLowerCase(), value.done ? Number.NaN : Number(value.value[0]));
  }
  const fact = (name: string) => facts.get(name) ?? Number.NaN;
  const [columns, rows, cell] = [fact("ncols"), fact("nrows"), fact("cellsize")];
  const isCounted = [columns, rows].every((count) => Number.isInteger(count) && count > 0) && columns * rows <= MOST_CELLS;
  // Either the corner of the lower left cell, or its middle.
  const west = facts.has("xllcorner") ? fact("xllcorner") : fact("xllcenter") - cell / 2;
  const south = facts.has("yllcorner") ? fact("yllcorner") : fact("yllcenter") - cell / 2;
  if (!isCounted || !(cell > 0) || !Number.isFinite(west + south)) throw new RangeError("the head of the grid is not complete");
  const nodata = facts.get("nodata_value");
  const values = new Float32Array(columns * rows);
  let count = 0;
  const add = (word: string): void => {
    const value = Number(word);
    if (count < values.length) values[count] = !Number.isFinite(value) || value === nodata ? NODATA : value;
    count++;
  };
  if (first !== undefined) add(first);
  for (const [word] of words) add(word);
  if (count !== values.length) throw new RangeError(`the grid has ${count} heights instead of ${values.length}`);
  return { columns, rows, west, north: south + rows * cell, cell, values, srid };
}
