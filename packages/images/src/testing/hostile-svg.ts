import { blackPng } from "./hostile-png.ts";

const svg = (content: string, size = 'width="1000" height="500"') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>\n${content}\n</svg>`);
const repeated = (times: number, make: (index: number) => string) => Array.from({ length: times }, (_, index) => make(index)).join("");

/** Filters on filters, in less than five kilobytes. */
const FILTERS = `<filter id="f" x="-1" y="-1" width="3" height="3">${repeated(
  60,
  (index) => `<feTurbulence baseFrequency="0.0${index + 1}" numOctaves="9"/><feGaussianBlur stdDeviation="90"/>`,
)}</filter>`;
const RECTANGLE = '<rect width="1000" height="500" fill="red"';

/** SVGs that need minutes or gigabytes where nothing limits them, or that lead out of themselves. */
export const hostileSvgs: Readonly<Record<string, () => Buffer>> = {
  filters: () => svg(`${FILTERS}${RECTANGLE} filter="url(#f)"/>`),
  "filters, in CSS": () => svg(`${FILTERS}<style>rect { fill: red; filter: url(#f) }</style>${RECTANGLE}/>`),
  "filters behind an escape": () => svg(`${FILTERS}${RECTANGLE} style="\\66 ilter:url(#f)"/>`),
  "uses of uses": () =>
    svg(
      `<defs><g id="u0">${RECTANGLE}/></g>${repeated(
        12,
        (index) => `<g id="u${index + 1}">${repeated(10, () => `<use href="#u${index}"/>`)}</g>`,
      )}</defs><use href="#u12"/>`,
    ),
  "patterns of patterns": () =>
    svg(
      `<defs><pattern id="p0" width="1" height="1" patternUnits="userSpaceOnUse">${RECTANGLE}/></pattern>${repeated(
        20,
        (index) =>
          `<pattern id="p${index + 1}" width="900" height="400" patternUnits="userSpaceOnUse">${repeated(
            10,
            () => `<rect width="900" height="400" fill="url(#p${index})"/>`,
          )}</pattern>`,
      )}</defs><rect width="1000" height="500" fill="url(#p20)"/>`,
    ),
  "masks of masks": () =>
    svg(
      `<defs><mask id="m0">${RECTANGLE}/></mask>${repeated(
        20,
        (index) => `<mask id="m${index + 1}">${repeated(10, () => `${RECTANGLE} mask="url(#m${index})"/>`)}</mask>`,
      )}</defs>${RECTANGLE} mask="url(#m20)"/>`,
    ),
  "deep groups": () => svg(`${"<g opacity='0.9'>".repeat(20_000)}${RECTANGLE}/>${"</g>".repeat(20_000)}`),
  "an enormous size": () => svg(`${RECTANGLE}/>`, 'width="4000000000" height="4000000000"'),
  "an embedded bomb": () => {
    const bomb = blackPng(30_000, 30_000, { rows: 100 }).toString("base64");
    return svg(`<image width="10" height="10" xlink:href="data:image/png;base64,${bomb}"/>`);
  },
  entities: () => Buffer.from(`<!DOCTYPE svg [<!ENTITY a "aaaa">]>\n<svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`),
  "another file": () => svg('<image width="10" height="10" xlink:href="file:///etc/passwd"/>'),
};
