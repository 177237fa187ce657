/**
 * French sets a space inside « » and before : ; ? and ! that no line may break at. Catalogues are written with plain spaces,
 * and get the fixed one here. A skeleton of ICU (`, ::percent`) is left alone.
 */
export function frenchSpaces(text: string): string {
  return text.replace(/(?<=«) | (?=[»;?!]|:(?!:))/g, "\u00a0");
}

/** The same for every text of a catalogue, at any depth. */
export function withFrenchSpaces<T extends object>(messages: T): T {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === "string" ? frenchSpaces(value) : withFrenchSpaces(value)]),
  ) as T;
}
