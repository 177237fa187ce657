/** `share` of the second colour in the first; both `#rrggbb`. */
export function mix(first: string, second: string, share: number): string {
  const channel = (colour: string, index: number) => Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16);
  const parts = [0, 1, 2].map((index) => Math.round(channel(first, index) * (1 - share) + channel(second, index) * share));
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
