import { buttonClass } from "@archipel/ui/button.tsx";
import { MapPinned } from "lucide-react";
import { useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import { say } from "../../site/said.ts";
import { Heading, Lines } from "../heading.tsx";
import type { BlockProps } from "../world.ts";

/** An invitation to report a problem on the map, and the list of what others reported. */
export function ReportCall({ block: { props }, world }: BlockProps<"report">) {
  const t = useTranslations("portal.blocks.report");
  const [title, text, label] = [say(world, props.title), say(world, props.text), say(world, props.label)];
  const { locale } = world;
  return (
    <section className="border-line border-y bg-surface">
      <div className="mx-auto flex max-w-7xl items-start gap-x-6 px-4 py-10 lg:px-8 lg:py-12">
        <span
          aria-hidden
          className="hidden size-14 shrink-0 items-center justify-center rounded-card bg-accent-soft text-accent-ink sm:flex"
        >
          <MapPinned className="size-8" />
        </span>
        <div className="min-w-0">
          <Heading level={2} said={title.text ? title : { text: t("title"), attrs: {} }} className="break-words text-title" />
          <Lines said={text.text ? text : { text: t("text"), attrs: {} }} className="mt-1 max-w-prose text-ink-muted" />
          <div className="mt-5 flex flex-wrap gap-3">
            <a href={links.map(locale, { report: "new" })} className={buttonClass({ tone: "primary" })}>
              <span {...label.attrs}>{label.text || t("label")}</span>
            </a>
            <a href={links.reports(locale)} className={buttonClass({ tone: "quiet" })}>
              {t("all")}
            </a>
          </div>
        </div>
      </div>
    </section>
  );
}
