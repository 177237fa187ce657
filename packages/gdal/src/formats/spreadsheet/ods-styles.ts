import { attribute } from "./xml-parts.ts";

/** Styles of an OpenDocument spreadsheet, as far as they change what a value is: sheets that are hidden, and codes with zeros in front. */
export class OdsStyles {
  readonly #digitsOfFormat = new Map<string, number>();
  readonly #styles = new Map<string, { format: string | undefined; parent: string | undefined; isHidden: boolean }>();
  #style = "";
  #format = "";

  /** Takes an element of `styles.xml` or of the automatic styles. */
  open(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === "style") {
      this.#style = attribute(attributes, "name") ?? "";
      const format = attribute(attributes, "data-style-name");
      this.#styles.set(this.#style, { format, parent: attribute(attributes, "parent-style-name"), isHidden: false });
    } else if (name === "table-properties") {
      const style = this.#styles.get(this.#style);
      if (style && attribute(attributes, "display") === "false") style.isHidden = true;
    } else if (name === "number-style") this.#format = attribute(attributes, "name") ?? "";
    else if (name === "number" && this.#format !== "") {
      const isWhole = Number(attribute(attributes, "decimal-places") ?? 0) === 0;
      const digits = Number(attribute(attributes, "min-integer-digits") ?? 1);
      // Some write thousands as `0 000`; with more zeros, groups of digits are those of a code.
      const least = attribute(attributes, "grouping") === "true" ? 5 : 2;
      if (isWhole && digits >= least && digits <= 32) this.#digitsOfFormat.set(this.#format, digits);
    } else if (name === "text" && this.#format !== "") this.#digitsOfFormat.delete(this.#format);
  }

  close(name: string): void {
    if (name === "number-style") this.#format = "";
  }

  isHidden(style: string | undefined): boolean {
    return style !== undefined && this.#styles.get(style)?.isHidden === true;
  }

  /** Digits of a code, or 0 for a style that is not one of codes. */
  digitsOf(style: string | undefined): number {
    let name = style;
    // A style takes what it lacks from its parent.
    for (let steps = 0; name !== undefined && steps < 8; steps++) {
      const found = this.#styles.get(name);
      if (found?.format !== undefined) return this.#digitsOfFormat.get(found.format) ?? 0;
      name = found?.parent;
    }
    return 0;
  }
}
