import fc from "fast-check";
import { BLOCKS, type Block, type BlockType, blocksSchema } from "../blocks.ts";
import { FIGURE_MEASURES, type Field, type FieldKind, ICONS } from "../field.ts";

/** Blocks that people could write, made from the fields of each kind, for property tests. */

/** Some of them a test makes known; the others name what is gone. */
export const TEST_IDS = Array.from({ length: 6 }, (_, index) => `0190a000-0000-7000-8000-00000000000${index}`);

const id = fc.constantFrom(...TEST_IDS);

/** Words, and what people paste: nothing, invisible characters, markup, long words. */
const written = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("Le port", "Où aller ?", "Quais & digues", "À savoir", "12 %") },
  { weight: 3, arbitrary: fc.string({ maxLength: 40 }) },
  fc.constantFrom(
    "",
    "   ",
    "\u200b",
    "\u00a0",
    "\u2060\u3164",
    "<script>alert(1)</script>",
    '"><img src=x>',
    "a".repeat(50),
    "مرفأ",
    "🙂",
  ),
);
const paragraph = fc.array(written, { minLength: 1, maxLength: 3 }).map((lines) => lines.join("\n"));
const markdown = fc
  .array(
    fc.oneof(
      written,
      fc.tuple(fc.integer({ min: 1, max: 6 }), written).map(([level, text]) => `${"#".repeat(level)} ${text}`),
      fc.constantFrom(
        "- un\n- deux\n  - trois",
        "| a | |\n| - | - |\n| 1 | 2 |",
        "[](https://a.example)",
        "[lien](/x) ![](https://a.example/b.png)",
        "Une note[^1]\n\n[^1]: Ici.",
        "> cité\n> # Titre",
        "[![](x)](https://a.example)",
        "1. [ ] fait",
        "| Nom | Nombre |\n| un | 1 |\n| deux | 2 |",
        "```\ncode\n```",
      ),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join("\n\n"));

const perLanguage = (text: fc.Arbitrary<string>, max: number) =>
  fc.dictionary(
    fc.constantFrom("fr", "en", "de"),
    text.map((one) => one.slice(0, max)),
    { maxKeys: 3 },
  );

const address = fc.constantFrom(
  "https://www.youtube.com/watch?v=abcdefghijk",
  "https://vimeo.com/123456789",
  "https://videos.example.org/watch/1",
  "https://example.org",
  "mailto:mairie@example.org",
  "tel:+33 1 23 45 67 89",
);
const link = fc.oneof(
  fc.record({ to: fc.constantFrom("page", "dataset", "saved-map"), id }),
  fc.record({ to: fc.constant("map"), layers: fc.array(id, { maxLength: 2 }) }),
  fc.record({ to: fc.constant("points"), layer: id, isFlight: fc.boolean() }),
  fc.record({ to: fc.constant("catalogue"), query: fc.constantFrom("", "zones") }),
  fc.record({ to: fc.constantFrom("home", "answer", "reports", "news", "help", "account") }),
  fc.record({ to: fc.constant("address"), address }),
);
const picture = fc.record({
  file: id,
  alt: perLanguage(written, 300),
  isDecorative: fc.boolean(),
  credit: fc.constantFrom("", "Mairie"),
});
const figure = fc.oneof(
  fc.record({ of: fc.constantFrom("datasets", "layers", "features", "members", "reports-settled") }),
  fc.record({ of: fc.constant("layer"), layer: id, measure: fc.constantFrom(...FIGURE_MEASURES) }),
);

function aValueOf(kind: FieldKind): fc.Arbitrary<unknown> {
  switch (kind.is) {
    case "line":
      return perLanguage(written, kind.max);
    case "lines":
      return perLanguage(paragraph, kind.max);
    case "markdown":
      return perLanguage(markdown, kind.max);
    case "link":
      return link;
    case "picture":
      return picture;
    case "figure":
      return figure;
    case "dataset":
    case "layer":
    case "map":
      return id;
    case "datasets":
      return fc.array(id, { maxLength: 3 });
    case "date":
      return fc.constantFrom("2020-02-29", "2026-11-28", "2099-12-31");
    case "switch":
      return fc.boolean();
    case "colour":
      return fc.integer({ min: 0, max: 0xffffff }).map((colour) => `#${colour.toString(16).padStart(6, "0")}`);
    case "icon":
      return fc.constantFrom(...ICONS);
    case "address":
      return address;
    case "choice":
      return fc.constantFrom(...kind.values);
    case "number":
      return fc.integer({ min: kind.min, max: kind.max });
    case "list":
      return fc.array(propsOf(kind.item), { minLength: kind.min, maxLength: Math.min(kind.max, kind.min + 3) });
    default:
      // A kind of field without values here fails each test that uses these.
      throw new Error(`no values for ${JSON.stringify(kind)}`);
  }
}

function propsOf(fields: readonly Field[]): fc.Arbitrary<Record<string, unknown>> {
  const required = fields.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
  return fc.record(Object.fromEntries(fields.map(({ name, kind }) => [name, aValueOf(kind)])), { requiredKeys: required });
}

/** A block of one kind, as stored. */
export function blockOf(type: BlockType): fc.Arbitrary<Record<string, unknown>> {
  const definition = BLOCKS.find((one) => one.type === type);
  if (!definition) throw new Error(`no kind of block ${type}`);
  return propsOf(definition.fields).map((props) => ({ type, v: definition.v, props }));
}

/** The blocks of a page, of all kinds, in every order that a page may have. */
export function pageBlocks({ max = 8 }: { readonly max?: number } = {}): fc.Arbitrary<Block[]> {
  const anywhere = BLOCKS.filter(({ place }) => place !== "first").map(({ type }) => type);
  const first = BLOCKS.filter(({ place }) => place === "first").map(({ type }) => type);
  return fc
    .tuple(fc.option(fc.constantFrom(...first), { nil: undefined }), fc.array(fc.constantFrom(...anywhere), { maxLength: max }))
    .chain(([opening, types]) => fc.tuple(...[...(opening ? [opening] : []), ...types].map(blockOf)))
    .map((blocks) => blocksSchema.parse(blocks.map((block, index) => ({ id: `block${index}`.padEnd(6, "x"), ...block }))));
}
