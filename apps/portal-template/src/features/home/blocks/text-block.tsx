import { inLocale } from "@archipel/theme/content.ts";
import { getLocale } from "next-intl/server";
import type { BlockProps } from "./block.tsx";
import { Section } from "./section.tsx";

export async function TextBlock({ block }: BlockProps<"text">) {
  const locale = await getLocale();
  return (
    <Section title={block.title}>
      <p className="max-w-prose whitespace-pre-line">{inLocale(block.text, locale)}</p>
    </Section>
  );
}
