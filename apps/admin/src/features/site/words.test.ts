import { BLOCKS } from "@archipel/blocks/blocks.ts";
import { type Field, ICONS } from "@archipel/blocks/field.ts";
import { LOCALES } from "@archipel/i18n/locales.ts";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { expect, test } from "vitest";
import { BLOCK_GROUPS } from "./words.ts";

type Tree = { readonly [key: string]: string | Tree };

const textAt = (tree: Tree, path: readonly string[]): unknown =>
  path.reduce<string | Tree | undefined>((within, step) => (typeof within === "object" ? within[step] : undefined), tree);

test("each kind of block is offered in one group", () => {
  const offered = Object.values(BLOCK_GROUPS).flat() as string[];
  expect([...offered].sort()).toEqual(BLOCKS.map(({ type }) => type).sort());
});

test.each(LOCALES)("in %s each block, property, choice and icon has its words", (locale) => {
  const words = messagesOf(locale, ["site-editor"])["site-editor"] as unknown as Tree;
  const lacking: string[] = [];
  const need = (...choices: readonly (readonly string[])[]) => {
    if (!choices.some((path) => typeof textAt(words, path) === "string")) lacking.push(choices[0]?.join(".") ?? "");
  };
  const fields = (type: string, list: readonly Field[], above: readonly string[]): void => {
    for (const { name, kind } of list) {
      const path = [...above, name];
      need(["fields", type, path.join("-")], ["fields", "usual", name]);
      if (kind.is === "choice") {
        for (const value of kind.values) need(["choices", name, value], ["choices", `${type}-${name}`, value]);
      }
      if (kind.is === "list") fields(type, kind.item, path);
    }
  };
  for (const { type, fields: own } of BLOCKS) {
    need(["blocks", type, "name"]);
    need(["blocks", type, "text"]);
    fields(type, own, []);
  }
  for (const icon of ICONS) need(["icons", icon]);
  expect(lacking).toEqual([]);
});
