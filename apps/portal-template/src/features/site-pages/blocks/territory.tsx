import { buttonClass } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import type { BlockProps } from "../world.ts";

/** "My town": a card that opens the map on it. */
export function Territory({ block: { props }, world }: BlockProps<"territory">) {
  const t = useTranslations("portal.home");
  return (
    <section className="border-line border-y bg-surface">
      <div className="mx-auto grid max-w-7xl items-center gap-x-12 gap-y-4 px-4 py-8 md:grid-cols-2 lg:px-8">
        <div className="min-w-0">
          <Heading level={2} said={say(world, props.title)} className="break-words text-title" />
          <Lines said={say(world, props.text)} className="mt-1 text-ink-muted" />
        </div>
        <form action={links.map(world.locale)} method="get" className="flex flex-wrap items-end gap-3 sm:flex-nowrap">
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
