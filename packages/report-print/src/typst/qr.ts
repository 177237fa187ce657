import { encode } from "uqr";

/** The QR code of an address as SVG, with the quiet zone that readers need. */
export function drawQr(address: string): string {
  const { data, size } = encode(address, { ecc: "M", border: 4 });
  const path = data.map((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="M0 0h${size}v${size}h-${size}z" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
