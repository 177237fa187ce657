import { defineBlock } from "../define-block.ts";
import { choice, colour, column, datasets, figure, layer, line, lines, link, list, number, savedMap } from "../field.ts";

/** The live map, or a saved map of the portal. */
export const map = defineBlock("map", {
  title: line(),
  text: lines(),
  map: savedMap(),
  height: choice(["medium", "tall", "low"]),
});

/** A story of the portal, as a large entry. */
export const story = defineBlock("story", { title: line(), text: lines(), map: savedMap() });

/** Key figures, computed each time the data change. None given: the counts of the catalogue. */
export const figures = defineBlock("figures", {
  title: line(),
  text: lines(),
  items: list({ label: line(120), figure: figure(), unit: line(40), link: link() }, { max: 8 }),
});

/** Datasets: the chosen ones, or the first of the catalogue. */
export const featuredDatasets = defineBlock("datasets", {
  title: line(),
  text: lines(),
  looks: choice(["cards", "documents", "downloads"]),
  datasets: datasets(12),
  limit: number(1, 12, 6),
});

/** Where data exist: the extents of the datasets on a small map. */
export const coverage = defineBlock("coverage", { title: line(), text: lines() });

/** A legend in plain words: a colour of the map beside its meaning. */
export const legend = defineBlock("legend", {
  title: line(),
  text: lines(),
  items: list({ code: line(12), colour: colour(), title: line(), text: lines() }, { min: 1, max: 16 }),
});

/** Values of a layer as bars, a line or shares, with their table. */
export const chart = defineBlock("chart", {
  title: line(),
  text: lines(),
  layer: layer(),
  /** The field whose values are the bars. */
  column: column(),
  measure: choice(["count", "sum", "area"]),
  /** The field that is summed. */
  summed: column(),
  looks: choice(["bars", "line", "shares"]),
  most: number(2, 30, 10),
});

/** The newest news of the portal. */
export const news = defineBlock("news", { title: line(), limit: number(1, 10, 3) });

/** Alerts in force; nothing is said without alerts. */
export const alerts = defineBlock("alerts", { title: line() });
