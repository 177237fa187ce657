import { inLocale } from "@archipel/theme/content.ts";
import { buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { getLocale, getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import type { BlockProps } from "./block.tsx";

/** "My town": a card that opens the map on it. */
export async function TerritoryBlock({ block }: BlockProps<"territory">) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.home")]);
  return (
    <section className="border-line border-b bg-surface">
      <div className="mx-auto grid max-w-7xl items-center gap-x-12 gap-y-4 px-4 py-8 md:grid-cols-2 lg:px-8">
        <div>
          <h2 className="text-title">{inLocale(block.title, locale)}</h2>
          <p className="mt-1 text-ink-muted">{inLocale(block.text, locale)}</p>
        </div>
        <form action={links.map(locale)} method="get" className="flex flex-wrap items-end gap-3 sm:flex-nowrap">
          <Field label={t("townName")} className="min-w-0 flex-1 basis-60">
            {(control) => <TextInput {...control} name="q" required maxLength={100} autoComplete="address-level2" />}
          </Field>
          <button type="submit" className={buttonClass()}>
            {t("openTown")}
          </button>
        </form>
      </div>
    </section>
  );
}
