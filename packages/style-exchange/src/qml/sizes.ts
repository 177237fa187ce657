import type { Special } from "../model/drawing.ts";
import { numberOf, pixels, tenths } from "../model/measures.ts";
import { all, at, type Element } from "../xml.ts";
import { fieldOf } from "./expression.ts";
import { dataDefined, optionsOf } from "./options.ts";

type Size = Extract<Special, { kind: "size" }>;

const SIZES = ["size", "width", "outlineWidth"];

/** A single symbol whose size or width the assistant of QGIS scales by a field. Points: radius; lines: width. */
export function sizeOf(renderer: Element): Size | undefined {
  const [symbol, ...others] = all(at(renderer, "symbols"), "symbol");
  if (!symbol || others.length > 0 || renderer.attributes.type !== "singleSymbol") return undefined;
  for (const owner of [symbol, ...all(symbol, "layer")]) {
    const defined = dataDefined(owner).find(({ property }) => SIZES.includes(property));
    const scaled = defined?.expression === undefined ? undefined : scaledSize(defined.expression);
    if (!scaled || !defined) continue;
    const options = optionsOf(owner);
    const isPoint = defined.property === "size";
    const unit = (isPoint ? options.size_unit : options.line_width_unit) ?? "MM";
    const size = (value: number) => tenths((pixels(value, unit) ?? value) / (isPoint ? 2 : 1));
    return {
      ...scaled,
      from: { ...scaled.from, sizePx: size(scaled.from.sizePx) },
      to: { ...scaled.to, sizePx: size(scaled.to.sizePx) },
      scale: isPoint ? scaled.scale : "linear",
    };
  }
  return undefined;
}

const SCALED =
  /^scale_(exp|linear|polynomial)\(\s*("[^"]+"|[\p{L}_][\p{L}\p{N}_]*)\s*,\s*([^,]+),\s*([^,]+),\s*([^,]+),\s*([^,)]+)(?:,\s*([^,)]+))?\)$/su;

/** `coalesce(scale_exp("field", 0, 100, 1, 10, 0.57), 0)`: the field's values from 0 to 100 as sizes from 1 to 10. */
function scaledSize(expression: string): Size | undefined {
  if (expression.length > 500) return undefined;
  const inner =
    /^\s*coalesce\(\s*(scale_(?:exp|linear|polynomial)\(.*\))\s*,\s*[\d.]+\s*\)\s*$/s.exec(expression)?.[1] ?? expression.trim();
  const match = SCALED.exec(inner);
  if (!match) return undefined;
  const [, kind, name = "", ...numbers] = match;
  const [low, high, least, most] = numbers.slice(0, 4).map((one) => numberOf(one));
  const field = fieldOf(name);
  if (field === undefined || low === undefined || high === undefined || least === undefined || most === undefined) return undefined;
  const power = kind === "linear" ? 1 : (numberOf(numbers[4]) ?? 1);
  // The assistant's 0.57 (Flannery) and 0.5 (area) let the disc's area grow with the value.
  return {
    kind: "size",
    field,
    from: { value: low, sizePx: least },
    to: { value: high, sizePx: most },
    scale: power < 0.8 ? "area" : "linear",
  };
}
