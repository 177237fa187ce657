import { partsOf } from "@archipel/answers/report/spans.ts";
import { useLocale } from "next-intl";
import type { ReactNode } from "react";
import type { Text } from "./card.ts";

/** A text of the report. Laws and names exist in one language: it is named when it is not the page's, also inside a sentence. */
export function Said({ text }: { readonly text: Text }) {
  const parts = partsOf(text);
  return (
    <InLanguage lang={text.lang}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
        <InLanguage key={index} lang={part.lang ?? text.lang} around={text.lang}>
          {part.text}
        </InLanguage>
      ))}
    </InLanguage>
  );
}

interface InLanguageProps {
  /** Absent: the page's. */
  readonly lang: string | undefined;
  /** The language of what is around, by default the page's. */
  readonly around?: string;
  readonly children: ReactNode;
}

/** A name or a title from the data, with its language when it is not that of the text around it. */
export function InLanguage({ lang, around, children }: InLanguageProps) {
  const locale = useLocale();
  return lang === undefined || lang === (around ?? locale) ? children : <span lang={lang}>{children}</span>;
}
