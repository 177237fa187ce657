import type { Geometry, Position } from "@archipel/geo/geojson.ts";

/** A text that cannot be read as WKT; the message says why. */
export class WktError extends Error {
  override name = "WktError";
}

const MAX_DEPTH = 8;

/** Reads WKT (OGC 06-103r4) with two or three ordinates, in upper or lower case, including `EMPTY`. An EWKT SRID is ignored. @throws WktError */
export function readWkt(text: string): Geometry {
  const reader = new Reader(text.replace(/^\s*SRID=\d+;/i, ""));
  const geometry = reader.geometry(0);
  reader.end();
  return geometry;
}

class Reader {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/[A-Za-z]+|[(),]|[^\s(),]+/g) ?? [];
  }

  geometry(depth: number): Geometry {
    if (depth > MAX_DEPTH) throw new WktError("nested too deep");
    const type = this.#take().toUpperCase().replace(/Z$/, "");
    if (/^Z$/i.test(this.#peek())) this.#take();
    switch (type) {
      case "POINT":
        return { type: "Point", coordinates: this.#list(() => this.#position())[0] ?? [Number.NaN, Number.NaN] };
      case "MULTIPOINT":
        return { type: "MultiPoint", coordinates: this.#list(() => this.#wrappedPosition()) };
      case "LINESTRING":
        return { type: "LineString", coordinates: this.#line() };
      case "MULTILINESTRING":
        return { type: "MultiLineString", coordinates: this.#rings() };
      case "POLYGON":
        return { type: "Polygon", coordinates: this.#rings() };
      case "MULTIPOLYGON":
        return { type: "MultiPolygon", coordinates: this.#list(() => this.#rings()) };
      case "GEOMETRYCOLLECTION":
        return { type: "GeometryCollection", geometries: this.#list(() => this.geometry(depth + 1)) };
      default:
        throw new WktError(`${type || "nothing"} is not a geometry type`);
    }
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw new WktError(`${this.#peek()} after the end`);
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? "";
  }

  #take(): string {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #expect(wanted: string): void {
    const token = this.#take();
    if (token !== wanted) throw new WktError(`${token || "the end"} where ${wanted} should be`);
  }

  #list<T>(item: () => T): T[] {
    if (/^EMPTY$/i.test(this.#peek())) {
      this.#take();
      return [];
    }
    this.#expect("(");
    const items = [item()];
    while (this.#peek() === ",") {
      this.#take();
      items.push(item());
    }
    this.#expect(")");
    return items;
  }

  #rings(): Position[][] {
    return this.#list(() => this.#line());
  }

  #line(): Position[] {
    return this.#list(() => this.#position());
  }

  /** Both `MULTIPOINT ((1 2))` and `MULTIPOINT (1 2)` are in use. */
  #wrappedPosition(): Position {
    if (this.#peek() !== "(") return this.#position();
    this.#take();
    const position = this.#position();
    this.#expect(")");
    return position;
  }

  #position(): Position {
    const numbers: number[] = [];
    while (this.#at < this.#tokens.length && !/^[(),]$/.test(this.#peek())) {
      const token = this.#take();
      const number = Number(token);
      if (!Number.isFinite(number)) throw new WktError(`${token} is not a number`);
      numbers.push(number);
    }
    const [x, y, z] = numbers;
    if (x === undefined || y === undefined || numbers.length > 3) throw new WktError("a position has two or three numbers");
    return z === undefined ? [x, y] : [x, y, z];
  }
}
